#include "core/engine/detect/answerheads.h"

#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace headwaters {

namespace {

constexpr double leastAhead = 0.2; // attention
constexpr double leastLast = 0.5;
constexpr double mostOnOptions = 0.2;
constexpr double leastCorrelation = 0.5;
constexpr int fewestOfSymbol = 2; // prompts

using Prompts = std::vector<const ChoiceReading::Prompt*>;

HeadUnits unitsOf(
    const Bench& bench, const Prompts& prompts,
    const std::function<double(const ChoiceReading::Prompt& prompt, std::size_t head)>& number)
{
    HeadUnits units(bench);
    for (const ChoiceReading::Prompt* prompt : prompts) {
        for (int head = 0; head < bench.headCount(); ++head)
            units.add(head, number(*prompt, static_cast<std::size_t>(head)));
    }
    return units;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y)
{
    const auto count = static_cast<double>(x.size());
    const double xMean = std::accumulate(x.begin(), x.end(), 0.0) / count;
    const double yMean = std::accumulate(y.begin(), y.end(), 0.0) / count;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t at = 0; at < x.size(); ++at) {
        xy += (x[at] - xMean) * (y[at] - yMean);
        xx += (x[at] - xMean) * (x[at] - xMean);
        yy += (y[at] - yMean) * (y[at] - yMean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

// Attention to the right option above that to the others; null: any option in its place.
std::vector<HeadSample> rightSamples(const Bench& bench, const Prompts& prompts)
{
    std::vector<HeadSample> samples =
        unitsOf(bench, prompts, [](const ChoiceReading::Prompt& prompt, std::size_t head) {
            return ahead(prompt.masses[head], prompt.choice.right);
        }).samples();
    PromptRandom random(bench.seed);
    for (int draw = 0; draw < drawsFor(bench); ++draw) {
        std::vector<int> chosen;
        for (const ChoiceReading::Prompt* prompt : prompts)
            chosen.push_back(static_cast<int>(random.below(prompt->choice.answers.size())));
        for (std::size_t head = 0; head < samples.size(); ++head) {
            double sum = 0;
            for (std::size_t at = 0; at < prompts.size(); ++at)
                sum += ahead(prompts[at]->masses[head], chosen[at]);
            samples[head].nulls.push_back(sum / static_cast<double>(prompts.size()));
        }
    }
    return samples;
}

/// What a head does for each symbol: where it is right, and where it is not.
struct Symbol {
    double right = 0, wrong = 0;
    int timesRight = 0, timesWrong = 0;
};

std::map<TokenId, Symbol> symbolsOf(const Prompts& prompts, std::size_t head)
{
    std::map<TokenId, Symbol> symbols;
    for (const ChoiceReading::Prompt* prompt : prompts) {
        for (int option = 0; option < prompt->choice.options(); ++option) {
            Symbol& symbol = symbols[prompt->choice.answers[static_cast<std::size_t>(option)]];
            const double raised = ahead(prompt->effects[head], option);
            const bool isRight = option == prompt->choice.right;
            (isRight ? symbol.right : symbol.wrong) += raised;
            ++(isRight ? symbol.timesRight : symbol.timesWrong);
        }
    }
    std::erase_if(symbols, [](const auto& entry) {
        return entry.second.timesRight < fewestOfSymbol || entry.second.timesWrong < fewestOfSymbol;
    });
    for (auto& [id, symbol] : symbols) {
        symbol.right /= symbol.timesRight;
        symbol.wrong /= symbol.timesWrong;
    }
    return symbols;
}

double leastRight(const std::map<TokenId, Symbol>& symbols)
{
    double least = symbols.empty() ? 0 : symbols.begin()->second.right;
    for (const auto& [id, symbol] : symbols)
        least = std::min(least, symbol.right);
    return least;
}

// What a head that raises the right label on average does where it is not for every symbol.
QStringList symbolTags(const Bench& bench, const std::map<TokenId, Symbol>& symbols)
{
    const auto name = [&](TokenId id) {
        return bench.ground.tokenizer ? tokenText(bench.ground.tokenizer->token(id).bytes).trimmed()
                                      : QString::number(id);
    };
    int positive = 0;
    QStringList tags;
    for (const auto& [id, symbol] : symbols) {
        positive += symbol.right > 0 ? 1 : 0;
        if (symbol.right > 0 && symbol.wrong > 0)
            tags.append(QStringLiteral("always ") + name(id));
    }
    if (positive == 1)
        tags.append(QStringLiteral("one symbol only"));
    return tags;
}

EvidenceExample rightOption(const TaskPrompt& prompt)
{
    return optionExample(prompt, choiceOf(prompt).right);
}

std::vector<TypeFinding> correctFindings(
    const Bench& bench, const TaskSet& choices, const Prompts& prompts, const std::vector<HeadSample>& raised,
    const MeasureRule& raisedRule)
{
    std::vector<std::map<TokenId, Symbol>> symbols;
    std::vector<HeadSample> least;
    for (int head = 0; head < bench.headCount(); ++head) {
        symbols.push_back(symbolsOf(prompts, static_cast<std::size_t>(head)));
        least.push_back({{leastRight(symbols.back())}, {}});
    }
    FindingTable table(bench, HeadType::Correct, choices.key);
    table.add(raised, raisedRule);
    table.add(
        least, sizeRule(Access::Direct, QStringLiteral("effect on the symbol that it helps least"), 1e-6));
    table.show(rightOption(choices.prompts.front()));
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        const bool helps = findings[head].evidence.front().finding == Finding::Yes;
        if (helps && findings[head].finding == Finding::No)
            findings[head].tags = symbolTags(bench, symbols[head]);
    }
    return findings;
}

std::vector<TypeFinding> amplificationFindings(
    const Bench& bench, const TaskSet& choices, const Prompts& prompts, const std::vector<HeadSample>& raised,
    const MeasureRule& raisedRule)
{
    FindingTable table(bench, HeadType::Amplification, choices.key);
    table.add(raised, raisedRule);
    table.add(
        unitsOf(
            bench, prompts,
            [](const ChoiceReading::Prompt& prompt, std::size_t head) { return prompt.last[head]; })
            .samples(),
        sizeRule(Access::Attention, QStringLiteral("attention to the last four tokens"), leastLast));
    MeasureRule off =
        sizeRule(Access::Attention, QStringLiteral("attention to other than the options"), 1 - mostOnOptions);
    off.largest = noEffect;
    table.add(
        unitsOf(
            bench, prompts,
            [](const ChoiceReading::Prompt& prompt, std::size_t head) {
                return 1 - std::accumulate(prompt.masses[head].begin(), prompt.masses[head].end(), 0.0);
            })
            .samples(),
        off);
    std::vector<HeadSample> correlations;
    for (int head = 0; head < bench.headCount(); ++head) {
        std::vector<double> below;
        for (const ChoiceReading::Prompt* prompt : prompts)
            below.push_back(
                ahead(prompt->below[static_cast<std::size_t>(bench.head(head).layer)], prompt->choice.right));
        correlations.push_back({{correlation(raised[static_cast<std::size_t>(head)].units, below)}, {}});
    }
    table.add(
        correlations,
        sizeRule(
            Access::Direct, QStringLiteral("correlation with the right label's lead below the head"),
            leastCorrelation));
    table.showOn(choices.prompts.front(), QStringLiteral("END"), QStringLiteral("END"));
    return table.finish();
}

} // namespace

StepResult answerFindings(const Bench& bench, const TaskSet& choices, const ChoiceReading& reading)
{
    StepResult result;
    const auto append = [&](std::vector<TypeFinding> more) {
        result.findings.insert(
            result.findings.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
    };
    const Competence competence = competenceOf(
        choices.key, choices.sentence, reading.correct, reading.margins, choices.chance, bench.seed);
    result.tasks = {competence};
    QString reason;
    if (!bench.runs(Tier::Mechanistic))
        reason = QStringLiteral("it needs what heads write, which the observed tier does not read");
    else if (bench.gates && !competence.passed)
        reason = competence.reason;
    if (!reason.isEmpty()) {
        for (const HeadType type : {HeadType::CorrectLetter, HeadType::Amplification, HeadType::Correct})
            append(notMeasurable(bench, type, choices.key, reason));
        return result;
    }
    Prompts prompts;
    double margin = 0;
    for (const ChoiceReading::Prompt& prompt : reading.prompts) {
        if (prompt.right || !bench.gates) {
            prompts.push_back(&prompt);
            margin += prompt.margin;
        }
    }
    const std::vector<HeadSample> raised =
        unitsOf(bench, prompts, [](const ChoiceReading::Prompt& prompt, std::size_t head) {
            return ahead(prompt.effects[head], prompt.choice.right);
        }).samples();
    const MeasureRule raisedRule =
        directRule(QStringLiteral("right label raised"), 0, margin / static_cast<double>(prompts.size()));
    MeasureRule rightRule;
    rightRule.measure = QStringLiteral("attention to the right option above the others");
    rightRule.threshold = leastAhead;
    FindingTable letter(bench, HeadType::CorrectLetter, choices.key);
    letter.add(rightSamples(bench, prompts), rightRule);
    letter.add(raised, raisedRule);
    letter.show(rightOption(choices.prompts.front()));
    append(letter.finish());
    append(amplificationFindings(bench, choices, prompts, raised, raisedRule));
    append(correctFindings(bench, choices, prompts, raised, raisedRule));
    return result;
}

} // namespace headwaters
