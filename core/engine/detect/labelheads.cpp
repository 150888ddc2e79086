#include "core/engine/detect/labelheads.h"

#include "core/engine/detect/answerheads.h"
#include "core/engine/detect/choicereading.h"
#include "core/engine/detect/findingtable.h"
#include "core/engine/detect/matchedkeys.h"
#include "core/engine/detect/vocabularyreading.h"
#include "core/heads/tasks/roletext.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace headwaters {

namespace {

constexpr double leastMass = 0.2;
constexpr double leastEvenness = 0.95;
constexpr double mostVariation = 0.1;
constexpr double leastOverNull = 2;
constexpr double leastModal = 0.7;
constexpr double leastFollowing = 0.6;

double sumOf(const std::vector<double>& numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

std::vector<double> shares(const std::vector<double>& masses)
{
    const double all = sumOf(masses);
    std::vector<double> result;
    for (const double mass : masses)
        result.push_back(all > 0 ? mass / all : 1 / static_cast<double>(masses.size()));
    return result;
}

// Entropy of the shares over its largest, 0 to 1.
double evenness(const std::vector<double>& masses)
{
    double entropy = 0;
    for (const double share : shares(masses))
        entropy -= share > 0 ? share * std::log(share) : 0;
    return entropy / std::log(static_cast<double>(masses.size()));
}

double constantScore(const std::vector<double>& masses)
{
    return sumOf(masses) * evenness(masses);
}

/// How far the shares move with the place of the right option: the largest total variation between two
/// places, of prompts with the same number of options.
double variation(const ChoiceReading& reading, std::size_t head)
{
    std::map<std::pair<int, int>, std::pair<std::vector<double>, int>>
        sums; // (options, right): shares, prompts
    for (const ChoiceReading::Prompt& prompt : reading.prompts) {
        auto& [sum, count] = sums[{prompt.choice.options(), prompt.choice.right}];
        const std::vector<double> share = shares(prompt.masses[head]);
        sum.resize(share.size());
        for (std::size_t option = 0; option < share.size(); ++option)
            sum[option] += share[option];
        ++count;
    }
    double largest = 0;
    for (const auto& [first, ofFirst] : sums) {
        for (const auto& [second, ofSecond] : sums) {
            if (first.first != second.first)
                continue;
            double distance = 0;
            for (std::size_t option = 0; option < ofFirst.first.size(); ++option)
                distance +=
                    std::fabs(
                        ofFirst.first[option] / ofFirst.second - ofSecond.first[option] / ofSecond.second)
                    / 2;
            largest = std::max(largest, distance);
        }
    }
    return largest;
}

std::vector<HeadSample> one(const Bench& bench, const std::function<double(std::size_t head)>& number)
{
    std::vector<HeadSample> samples;
    for (std::size_t head = 0; head < static_cast<std::size_t>(bench.headCount()); ++head)
        samples.push_back({{number(head)}, {}});
    return samples;
}

// A share or ratio that the rule asks for, which is no effect to be sure by.
MeasureRule asked(const QString& measure, double threshold)
{
    MeasureRule rule = sizeRule(Access::Attention, measure, threshold);
    rule.largest = noEffect;
    return rule;
}

std::vector<HeadSample> masses(const Bench& bench, const ChoiceReading& reading)
{
    HeadUnits units(bench);
    for (const ChoiceReading::Prompt& prompt : reading.prompts) {
        for (int head = 0; head < bench.headCount(); ++head)
            units.add(head, sumOf(prompt.masses[static_cast<std::size_t>(head)]));
    }
    return units.samples();
}

// Attention to the options over what as many other tokens at like distances get.
std::vector<HeadSample> overOthers(const Bench& bench, const ChoiceReading& reading)
{
    HeadUnits options(bench), others(bench);
    for (const ChoiceReading::Prompt& prompt : reading.prompts) {
        for (int head = 0; head < bench.headCount(); ++head) {
            const auto place = static_cast<std::size_t>(head);
            options.add(head, sumOf(prompt.masses[place]));
            for (const std::vector<double>& other : prompt.others[place])
                others.add(head, sumOf(other));
        }
    }
    return one(bench, [&](std::size_t head) {
        return options.mean(static_cast<int>(head)) / std::max(others.mean(static_cast<int>(head)), 1e-9);
    });
}

std::vector<TypeFinding>
constantFindings(const Bench& bench, const TaskSet& choices, const ChoiceReading& reading)
{
    HeadUnits scores(bench), even(bench);
    std::vector<std::vector<std::vector<double>>> drawn; // [prompt][head][draw]
    for (const ChoiceReading::Prompt& prompt : reading.prompts) {
        auto& ofPrompt = drawn.emplace_back();
        for (int head = 0; head < bench.headCount(); ++head) {
            const auto place = static_cast<std::size_t>(head);
            scores.add(head, constantScore(prompt.masses[place]));
            even.add(head, evenness(prompt.masses[place]));
            std::vector<double>& ofHead = ofPrompt.emplace_back();
            for (const std::vector<double>& other : prompt.others[place]) {
                ofHead.push_back(constantScore(other));
            }
        }
    }
    std::vector<HeadSample> samples = scores.samples();
    addPromptNulls(bench, drawn, samples, bench.seed);
    MeasureRule rule;
    rule.measure = QStringLiteral("even attention to the options");
    rule.threshold = leastMass * leastEvenness;
    FindingTable table(bench, HeadType::Constant, choices.key);
    table.add(samples, rule);
    table.add(masses(bench, reading), asked(QStringLiteral("attention to the options"), leastMass));
    table.add(even.samples(), asked(QStringLiteral("evenness over the options"), leastEvenness));
    table.add(
        one(bench, [&](std::size_t head) { return 1 - variation(reading, head); }),
        asked(QStringLiteral("likeness wherever the right option stands"), 1 - mostVariation));
    table.add(
        overOthers(bench, reading),
        asked(QStringLiteral("attention to the options over that to other tokens"), leastOverNull));
    table.show(optionExample(choices.prompts.front(), 0));
    return table.finish();
}

// Single letters are looked for in the alphabet of most prompts.
QString commonAlphabet(const ChoiceReading& reading)
{
    std::map<QString, int> counts;
    for (const ChoiceReading::Prompt& prompt : reading.prompts)
        ++counts[prompt.choice.alphabet];
    return std::max_element(
               counts.begin(), counts.end(),
               [](const auto& left, const auto& right) { return left.second < right.second; })
        ->first;
}

// The letter with the largest mean share, and that share.
struct Modal {
    TokenId letter = 0;
    double share = 0;
};

Modal modalOf(const std::map<TokenId, std::pair<double, int>>& sums)
{
    Modal modal{0, -1};
    for (const auto& [letter, sum] : sums) {
        if (sum.second >= 3 && sum.first / sum.second > modal.share)
            modal = {letter, sum.first / sum.second};
    }
    return modal;
}

/// What one head does with the letters of an alphabet.
struct LetterHead {
    Modal modal;
    std::vector<double> units; ///< share of the modal letter, a prompt that has it each
    double elsewhere = 0; ///< the same where another letter is right
    double following = 0; ///< how often it is the largest where labels are shuffled
    double staying = 0; ///< how often the largest stands at its most frequent place there
};

LetterHead letterHead(
    const std::vector<const ChoiceReading::Prompt*>& prompts,
    const std::vector<std::vector<double>>& share) // [prompt][option]
{
    LetterHead result;
    std::map<TokenId, std::pair<double, int>> sums;
    for (std::size_t at = 0; at < prompts.size(); ++at) {
        const Choice& choice = prompts[at]->choice;
        for (std::size_t option = 0; option < choice.answers.size(); ++option) {
            auto& [sum, count] = sums[choice.answers[option]];
            sum += share[at][option];
            ++count;
        }
    }
    result.modal = modalOf(sums);
    int elsewhere = 0, shuffled = 0;
    std::map<std::ptrdiff_t, int> places;
    for (std::size_t at = 0; at < prompts.size(); ++at) {
        const Choice& choice = prompts[at]->choice;
        const auto found = std::find(choice.answers.begin(), choice.answers.end(), result.modal.letter);
        if (found == choice.answers.end())
            continue;
        const auto option = found - choice.answers.begin();
        const double value = share[at][static_cast<std::size_t>(option)];
        result.units.push_back(value);
        if (option != choice.right) {
            result.elsewhere += value;
            ++elsewhere;
        }
        if (!choice.shuffled)
            continue;
        ++shuffled;
        const auto largest = std::max_element(share[at].begin(), share[at].end()) - share[at].begin();
        result.following += largest == option ? 1 : 0;
        ++places[largest];
    }
    result.elsewhere /= std::max(elsewhere, 1);
    result.following /= std::max(shuffled, 1);
    for (const auto& [place, count] : places)
        result.staying = std::max(result.staying, static_cast<double>(count) / std::max(shuffled, 1));
    return result;
}

/// The first prompt that offers the letter.
EvidenceExample exampleWith(TokenId letter, const TaskSet& choices, const ChoiceReading& reading)
{
    for (std::size_t prompt = 0; prompt < reading.prompts.size(); ++prompt) {
        const std::vector<TokenId>& answers = reading.prompts[prompt].choice.answers;
        const auto found = std::find(answers.begin(), answers.end(), letter);
        if (found != answers.end())
            return optionExample(choices.prompts[prompt], static_cast<int>(found - answers.begin()));
    }
    return {};
}

std::vector<TypeFinding>
letterFindings(const Bench& bench, const TaskSet& choices, const ChoiceReading& reading)
{
    const QString alphabet = commonAlphabet(reading);
    std::vector<const ChoiceReading::Prompt*> prompts;
    for (const ChoiceReading::Prompt& prompt : reading.prompts) {
        if (prompt.choice.alphabet == alphabet)
            prompts.push_back(&prompt);
    }
    std::vector<LetterHead> heads;
    std::vector<std::vector<std::vector<double>>> all; // [head][prompt][option]
    for (int head = 0; head < bench.headCount(); ++head) {
        auto& share = all.emplace_back();
        for (const ChoiceReading::Prompt* prompt : prompts)
            share.push_back(shares(prompt->masses[static_cast<std::size_t>(head)]));
        heads.push_back(letterHead(prompts, share));
    }
    // Null: letters exchanged within each prompt, the largest letter taken anew.
    std::vector<HeadSample> samples;
    for (const LetterHead& head : heads)
        samples.push_back({head.units, {}});
    PromptRandom random(bench.seed);
    for (int draw = 0; draw < drawsFor(bench); ++draw) {
        std::vector<std::vector<std::size_t>> orders;
        for (const ChoiceReading::Prompt* prompt : prompts)
            orders.push_back(shuffledNumbers(prompt->choice.answers.size(), random));
        for (std::size_t head = 0; head < samples.size(); ++head) {
            std::map<TokenId, std::pair<double, int>> sums;
            for (std::size_t at = 0; at < prompts.size(); ++at) {
                for (std::size_t option = 0; option < orders[at].size(); ++option) {
                    auto& [sum, count] = sums[prompts[at]->choice.answers[option]];
                    sum += all[head][at][orders[at][option]];
                    ++count;
                }
            }
            samples[head].nulls.push_back(modalOf(sums).share);
        }
    }
    MeasureRule rule;
    rule.measure = QStringLiteral("share of one letter");
    rule.threshold = leastModal;
    FindingTable table(bench, HeadType::SingleLetter, choices.key);
    table.add(samples, rule);
    table.add(masses(bench, reading), asked(QStringLiteral("attention to the options"), leastMass));
    table.add(
        one(bench, [&](std::size_t head) { return heads[head].elsewhere; }),
        asked(QStringLiteral("share of the letter where another is right"), leastModal));
    table.add(
        one(bench, [&](std::size_t head) { return heads[head].following; }),
        asked(QStringLiteral("share of prompts in which it follows its letter"), leastFollowing));
    table.add(
        overOthers(bench, reading),
        asked(QStringLiteral("attention to the options over that to other tokens"), leastOverNull));
    std::vector<TypeFinding> findings = table.finish();
    for (std::size_t head = 0; head < findings.size(); ++head) {
        TypeFinding& finding = findings[head];
        finding.example = exampleWith(heads[head].modal.letter, choices, reading);
        const bool favours = finding.evidence[0].finding == Finding::Yes
            && finding.evidence[1].finding == Finding::Yes && finding.evidence[2].finding == Finding::Yes;
        if (favours && heads[head].following < leastFollowing && heads[head].staying >= leastFollowing)
            finding.tags.append(QStringLiteral("single-position"));
        else if (finding.finding == Finding::Yes && bench.ground.tokenizer)
            finding.tags.append(
                QStringLiteral("letter ")
                + tokenText(bench.ground.tokenizer->token(heads[head].modal.letter).bytes).trimmed());
    }
    return findings;
}

void append(std::vector<TypeFinding>& to, std::vector<TypeFinding> findings)
{
    to.insert(to.end(), std::make_move_iterator(findings.begin()), std::make_move_iterator(findings.end()));
}

} // namespace

StepResult detectLabelHeads(const Bench& bench, const TaskSet& choices)
{
    StepResult result;
    std::vector<TypeFinding>& findings = result.findings;
    if (!choices.reason.isEmpty()) {
        for (const HeadType type :
             {HeadType::Constant, HeadType::SingleLetter, HeadType::CorrectLetter, HeadType::Amplification,
              HeadType::Correct})
            append(findings, notMeasurable(bench, type, choices.key, choices.reason));
        return result;
    }
    const ChoiceReading reading = readChoices(bench, choices);
    append(findings, constantFindings(bench, choices, reading));
    append(findings, letterFindings(bench, choices, reading));
    const StepResult answers = answerFindings(bench, choices, reading);
    append(findings, answers.findings);
    result.tasks = answers.tasks;
    return result;
}

} // namespace headwaters
