#include "app/cli/causaloptions.h"

#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
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
    setup.question.references = referencePrompts(arguments, *setup.tokenizer);
    // The prompt's own roles may stand in the list.
    for (const CausalPrompt& reference : setup.question.references) {
        if (setup.question.prompt.roles.empty() && reference.ids == setup.question.prompt.ids)
            setup.question.prompt.roles = reference.roles;
    }
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
            {u"fold"_s, u"Work on the canonical weights: norms folded into what reads them, centred."_s}};
}

QCommandLineOption corruptedOption()
{
    return {
        u"corrupted"_s, u"The prompt with the decisive word exchanged; as many tokens as the prompt."_s,
        u"TEXT"_s};
}

std::vector<CausalPrompt> referencePrompts(const Arguments& arguments, const Tokenizer& tokenizer)
{
    const QString path = arguments.required("reference"_L1);
    const bool withBos = !arguments.isSet("no-bos"_L1);
    std::vector<CausalPrompt> references;
    for (const ListedPrompt& listed : readPromptList(readInput(path), path)) {
        CausalPrompt prompt;
        prompt.ids = tokenizer.encodePrompt(listed.text, withBos && listed.beginOfText);
        for (const auto& [role, position] : listed.roles) {
            if (position >= static_cast<int>(prompt.ids.size())) {
                throw badInput(u"%1: prompt %2: the role %3 is at token %4; there are %5."_s.arg(path)
                                   .arg(references.size() + 1)
                                   .arg(role)
                                   .arg(position)
                                   .arg(prompt.ids.size()));
            }
        }
        prompt.roles = listed.roles;
        references.push_back(std::move(prompt));
    }
    if (references.empty())
        throw badInput(u"%1 has no prompt."_s.arg(path));
    return references;
}

CausalSetup CausalSetup::of(const Arguments& arguments)
{
    const QString text = promptText(arguments);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    CausalSetup setup;
    setup.info = arguments.isSet("out"_L1) ? hashedInfo(runner) : runner.info();
    setup.text = text;
    setup.tokenizer = runner.tokenizer();
    setup.model = arguments.isSet("fold"_L1) ? runner.model()->folded() : runner.model();
    const RunRequest request = runRequest(arguments, text, *setup.tokenizer, setup.info.dVocab);
    setup.beginOfText = request.beginOfText;
    setup.question.prompt.ids = setup.tokenizer->encodePrompt(text, request.beginOfText);
    if (arguments.isSet("corrupted"_L1)) {
        CausalPrompt corrupted;
        setup.corruptedText = arguments.required("corrupted"_L1);
        corrupted.ids = setup.tokenizer->encodePrompt(setup.corruptedText, request.beginOfText);
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

} // namespace headwaters
