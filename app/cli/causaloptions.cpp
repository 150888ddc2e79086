#include "app/cli/causaloptions.h"

#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/engine/session/runner.h"
#include "core/text/promptlist.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// A model that is not the stored one has no run of its own, so its guesses are asked by a question.
void setDefaultPair(CausalSetup& setup, const RunRequest& request)
{
    if (request.target && request.rival) {
        setup.question.target = *request.target;
        setup.question.rival = *request.rival;
        return;
    }
    CausalQuestion probe{.prompt = setup.question.prompt};
    probe.target = request.target.value_or(request.rival.value_or(0));
    probe.rival = probe.target == 0 ? 1 : 0;
    const std::vector<CausalToken> guesses =
        CausalRun(setup.model, probe, CancelToken()).tokens(CausalBase::Clean, 3);
    const auto firstOther = [&](std::optional<TokenId> than) {
        for (const CausalToken& guess : guesses) {
            if (!than || guess.id != *than)
                return guess.id;
        }
        return guesses.front().id;
    };
    setup.question.target = request.target.value_or(firstOther(request.rival));
    setup.question.rival = request.rival.value_or(firstOther(setup.question.target));
}

std::map<QString, int> rolesOf(const Arguments& arguments, int tokens)
{
    std::map<QString, int> roles;
    for (const QString& word : arguments.value("roles"_L1).split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const int position = word.section(u'=', 1).toInt(&isNumber);
        if (!isNumber || word.section(u'=', 0, 0).isEmpty() || position < 0 || position >= tokens) {
            throw badInput(
                u"--roles has “%1”; a role is written IO=4, and the prompt has tokens 0 to %2."_s.arg(word)
                    .arg(tokens - 1));
        }
        roles[word.section(u'=', 0, 0)] = position;
    }
    return roles;
}

void addReferences(CausalSetup& setup, const Arguments& arguments)
{
    const QString path = arguments.required("reference"_L1);
    const bool withBos = !arguments.isSet("no-bos"_L1);
    for (const ListedPrompt& listed : readPromptList(readInput(path), path)) {
        CausalPrompt prompt;
        prompt.ids = setup.tokenizer->encodePrompt(listed.text, withBos && listed.beginOfText);
        for (const auto& [role, position] : listed.roles) {
            if (position >= static_cast<int>(prompt.ids.size())) {
                throw badInput(u"%1: prompt %2: the role %3 is at token %4; there are %5."_s.arg(path)
                                   .arg(setup.question.references.size() + 1)
                                   .arg(role)
                                   .arg(position)
                                   .arg(prompt.ids.size()));
            }
        }
        prompt.roles = listed.roles;
        // The prompt's own roles may stand in the list.
        if (setup.question.prompt.roles.empty() && prompt.ids == setup.question.prompt.ids)
            setup.question.prompt.roles = prompt.roles;
        setup.question.references.push_back(std::move(prompt));
    }
    if (setup.question.references.empty())
        throw badInput(u"%1 has no prompt."_s.arg(path));
}

template <typename Value> QJsonArray rowsOf(const SweepMap& map, const Value& value)
{
    QJsonArray rows;
    for (int row = 0; row < map.size.rows; ++row) {
        QJsonArray cells;
        for (int column = 0; column < map.size.columns; ++column) {
            const std::optional<CausalMeasures>& cell = map.at(row, column);
            cells.append(cell ? QJsonValue(value(*cell)) : QJsonValue());
        }
        rows.append(cells);
    }
    return rows;
}

QJsonObject tokenJson(const Tokenizer& tokenizer, TokenId id)
{
    return {{u"id"_s, id}, {u"text"_s, tokenText(tokenizer.token(id).bytes)}};
}

} // namespace

QList<QCommandLineOption> causalOptions()
{
    return modelOptions() + promptOptions() + pairOptions()
        + QList<QCommandLineOption>{
            {u"fold"_s, u"Work on the canonical weights: norms folded into what reads them, centred."_s},
            jsonOption(u"Print one JSON document."_s)};
}

QCommandLineOption corruptedOption()
{
    return {
        u"corrupted"_s, u"The prompt with the decisive word exchanged; as many tokens as the prompt."_s,
        u"TEXT"_s};
}

CausalSetup CausalSetup::of(const Arguments& arguments)
{
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    CausalSetup setup;
    setup.info = runner.info();
    setup.tokenizer = runner.tokenizer();
    setup.model = arguments.isSet("fold"_L1) ? runner.model()->folded() : runner.model();
    const RunRequest request = runRequest(arguments, text, *setup.tokenizer, setup.info.dVocab);
    setup.question.prompt.ids = setup.tokenizer->encodePrompt(text, request.beginOfText);
    if (arguments.isSet("corrupted"_L1)) {
        CausalPrompt corrupted;
        corrupted.ids =
            setup.tokenizer->encodePrompt(arguments.required("corrupted"_L1), request.beginOfText);
        setup.question.corrupted = std::move(corrupted);
    }
    if (arguments.isSet("roles"_L1))
        setup.question.prompt.roles = rolesOf(arguments, static_cast<int>(setup.question.prompt.ids.size()));
    if (arguments.isSet("reference"_L1))
        addReferences(setup, arguments);
    setDefaultPair(setup, request);
    return setup;
}

CausalRun CausalSetup::run() const
{
    return {model, question, CancelToken()};
}

std::vector<Token> CausalSetup::tokens() const
{
    std::vector<Token> tokens;
    for (const TokenId id : question.prompt.ids)
        tokens.push_back(tokenizer->token(id));
    return tokens;
}

QString CausalSetup::difference() const
{
    return u"%1 minus %2"_s.arg(
        tokenLabel(tokenizer->token(question.target)), tokenLabel(tokenizer->token(question.rival)));
}

HeadIndex headOf(const QString& typed, const QString& option)
{
    bool hasLayer = false, hasHead = false;
    const HeadIndex head{typed.section(u'.', 0, 0).toInt(&hasLayer), typed.section(u'.', 1).toInt(&hasHead)};
    if (!hasLayer || !hasHead)
        throw badInput(u"%1 is “%2”; a head is written LAYER.HEAD, such as 5.1."_s.arg(option, typed));
    return head;
}

std::vector<HeadIndex> headsOf(const QString& typed, const QString& option)
{
    std::vector<HeadIndex> heads;
    for (const QString& word : typed.split(u','))
        heads.push_back(headOf(word.trimmed(), option));
    return heads;
}

void addMeasures(QJsonObject& object, const CausalMeasures& measures)
{
    object[u"difference"_s] = measures.difference;
    object[u"divergence"_s] = measures.divergence;
    object[u"probability"_s] = measures.probability;
    object[u"logProbability"_s] = measures.logProbability;
    object[u"rank"_s] = measures.rank;
}

void addMeasures(QJsonObject& object, const SweepMap& map)
{
    object[u"difference"_s] = rowsOf(map, [](const CausalMeasures& one) { return one.difference; });
    object[u"divergence"_s] = rowsOf(map, [](const CausalMeasures& one) { return one.divergence; });
    object[u"probability"_s] = rowsOf(map, [](const CausalMeasures& one) { return one.probability; });
    object[u"logProbability"_s] = rowsOf(map, [](const CausalMeasures& one) { return one.logProbability; });
    object[u"rank"_s] = rowsOf(map, [](const CausalMeasures& one) { return one.rank; });
}

QJsonObject questionJson(const CausalSetup& setup, const CausalRun& run)
{
    QJsonObject object{
        {u"target"_s, tokenJson(*setup.tokenizer, setup.question.target)},
        {u"rival"_s, tokenJson(*setup.tokenizer, setup.question.rival)},
        {u"cleanDifference"_s, run.clean().difference},
        {u"cleanProbability"_s, run.clean().probability},
        {u"cleanRank"_s, run.clean().rank}};
    if (run.corrupted())
        object[u"corruptedDifference"_s] = run.corrupted()->difference;
    return object;
}

QString mapText(const SweepMap& map, const CausalSetup& setup)
{
    const bool isOfHeads = map.request.axes == SweepAxes::LayerByHead;
    const std::vector<Token> tokens = setup.tokens();
    std::vector<QStringList> rows{{isOfHeads ? u"layer \\ head"_s : u"layer"_s}};
    for (int column = 0; column < map.size.columns; ++column) {
        rows.front()
            << (isOfHeads ? QString::number(column) : tokenLabel(tokens[static_cast<std::size_t>(column)]));
    }
    for (int row = 0; row < map.size.rows; ++row) {
        QStringList cells{QString::number(row)};
        for (int column = 0; column < map.size.columns; ++column) {
            const std::optional<CausalMeasures>& cell = map.at(row, column);
            cells << (cell ? QString::number(cell->difference, 'f', 3) : u"–"_s);
        }
        rows.push_back(cells);
    }
    return alignedTable(rows);
}

} // namespace headwaters
