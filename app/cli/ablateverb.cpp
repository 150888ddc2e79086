#include "app/cli/causaloptions.h"
#include "app/cli/output.h"
#include "app/cli/verb.h"
#include "core/base/error.h"

#include <cmath>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

enum class Kind { Zero, Mean, MeanOverAll, Resample };

Kind chosenKind(const Arguments& arguments)
{
    (void)arguments.required("kind"_L1);
    return static_cast<Kind>(
        arguments.choice("kind"_L1, {u"zero"_s, u"mean"_s, u"mean-all"_s, u"resample"_s}));
}

void checkSources(const Arguments& arguments, Kind kind)
{
    const bool hasReference = arguments.isSet("reference"_L1);
    if ((kind == Kind::Mean || kind == Kind::MeanOverAll) && !hasReference) {
        throw badInput(u"--kind %1 needs prompts to take the mean over; give --reference FILE.jsonl."_s.arg(
            arguments.value("kind"_L1)));
    }
    if (kind == Kind::Resample && hasReference == arguments.isSet("corrupted"_L1)) {
        throw badInput(u"--kind resample takes from another prompt; give either --corrupted TEXT or "
                       "--reference FILE.jsonl."_s);
    }
}

/// One change for each prompt that is taken from; more than one where references are resampled.
std::vector<Intervention> changesOf(Kind kind, const CausalQuestion& question)
{
    Intervention change;
    switch (kind) {
    case Kind::Zero:
        break;
    case Kind::Mean:
        change.operation = CausalOperation::Mean;
        break;
    case Kind::MeanOverAll:
        change.operation = CausalOperation::MeanOverAll;
        break;
    case Kind::Resample:
        change.operation = CausalOperation::Patch;
        break;
    }
    if (kind != Kind::Resample || question.corrupted)
        return {change};
    std::vector<Intervention> changes;
    for (std::size_t at = 0; at < question.references.size(); ++at) {
        change.reference = static_cast<int>(at);
        changes.push_back(change);
    }
    return changes;
}

CausalMeasures mean(const std::vector<CausalMeasures>& all)
{
    CausalMeasures sum;
    double ranks = 0;
    for (const CausalMeasures& one : all) {
        const auto count = static_cast<double>(all.size());
        sum.difference += one.difference / count;
        sum.probability += one.probability / count;
        sum.logProbability += one.logProbability / count;
        sum.divergence += one.divergence / count;
        ranks += one.rank / count;
    }
    sum.rank = static_cast<int>(std::lround(ranks));
    return sum;
}

SweepMap sweptHeads(CausalRun& run, const std::vector<Intervention>& changes)
{
    std::vector<SweepMap> maps;
    for (const Intervention& change : changes)
        maps.push_back(run.sweep({.change = change}, CancelToken()));
    SweepMap all = maps.front();
    for (std::size_t cell = 0; cell < all.cells.size(); ++cell) {
        std::vector<CausalMeasures> measures;
        for (const SweepMap& map : maps)
            measures.push_back(*map.cells[cell]);
        if (measures.size() > 1)
            all.cells[cell] = mean(measures);
    }
    return all;
}

CausalMeasures
without(CausalRun& run, const std::vector<Intervention>& changes, const std::vector<HeadIndex>& heads)
{
    std::vector<InterventionStack> stacks;
    for (Intervention change : changes) {
        change.heads = heads;
        stacks.push_back({{change}});
    }
    return mean(run.applyEach(stacks, CausalBase::Clean, CancelToken()));
}

QJsonArray headsJson(const std::vector<HeadIndex>& heads)
{
    QJsonArray array;
    for (const HeadIndex head : heads)
        array.append(head.text());
    return array;
}

/// Random heads in the place of those that were named.
QJsonObject controlJson(
    const Arguments& arguments, CausalRun& run, const std::vector<Intervention>& changes,
    const std::vector<HeadIndex>& heads)
{
    const int draws = arguments.integer("random"_L1, 1, 1000);
    const quint64 seed = arguments.isSet("seed"_L1) ? arguments.natural("seed"_L1) : 0;
    const CausalPlace place = run.place();
    std::vector<double> differences;
    for (int draw = 0; draw < draws; ++draw) {
        const std::vector<HeadIndex> others =
            randomHeads(heads, place.nLayers, place.nHeads, seed + static_cast<quint64>(draw));
        differences.push_back(without(run, changes, others).difference);
    }
    const double middle =
        std::accumulate(differences.begin(), differences.end(), 0.0) / static_cast<double>(draws);
    double squares = 0;
    for (const double difference : differences)
        squares += std::pow(difference - middle, 2);
    return {
        {u"draws"_s, draws},
        {u"seed"_s, static_cast<qint64>(seed)},
        {u"difference"_s, middle},
        {u"deviation"_s, draws > 1 ? std::sqrt(squares / (draws - 1)) : 0.0}};
}

void perform(const Arguments& arguments)
{
    const Kind kind = chosenKind(arguments);
    checkSources(arguments, kind);
    const QString typed = arguments.isSet("heads"_L1) ? arguments.required("heads"_L1) : u"all"_s;
    const bool isMap = typed == "all"_L1;
    if (isMap && arguments.isSet("random"_L1))
        throw badInput(u"--random stands beside a list of heads; give --heads 5.1,5.2."_s);
    const std::vector<HeadIndex> heads = isMap ? std::vector<HeadIndex>() : headsOf(typed, u"--heads"_s);
    const CausalSetup setup = CausalSetup::of(arguments);
    CausalRun run = setup.run();
    const std::vector<Intervention> changes = changesOf(kind, setup.question);
    QJsonObject object = questionJson(setup, run);
    object[u"kind"_s] = arguments.value("kind"_L1);
    QString text =
        u"%1, clean: %2\n"_s.arg(setup.difference(), QString::number(run.clean().difference, 'f', 4));
    if (isMap) {
        const SweepMap map = sweptHeads(run, changes);
        addMeasures(object, map);
        text += u"without each head:\n\n"_s + mapText(map, setup);
    } else {
        const CausalMeasures measures = without(run, changes, heads);
        object[u"heads"_s] = headsJson(heads);
        addMeasures(object, measures);
        text += u"without %1: %2\n"_s.arg(
            headsJson(heads).toVariantList().size() == 1 ? heads.front().text() : u"these heads"_s,
            QString::number(measures.difference, 'f', 4));
        if (arguments.isSet("random"_L1)) {
            const QJsonObject control = controlJson(arguments, run, changes, heads);
            object[u"random"_s] = control;
            text += u"without as many others: %1 ± %2\n"_s.arg(
                QString::number(control["difference"_L1].toDouble(), 'f', 4),
                QString::number(control["deviation"_L1].toDouble(), 'f', 4));
        }
    }
    if (arguments.isSet("json"_L1))
        printJson(object);
    else
        print(text);
}

} // namespace

Verb ablateVerb()
{
    return {
        .name = u"ablate"_s,
        .summary = u"remove heads, and see target minus rival change"_s,
        .description =
            u"Runs a prompt again with what heads give replaced at all positions: by zero; by the mean over "
            "reference prompts, position by position (mean), for which they must be as long as the prompt or "
            "share roles with it; by the mean over prompts and positions (mean-all); or by what another "
            "prompt gives (resample; of several references the mean outcome). Prints target minus rival, and "
            "with --json the divergence from the clean run, probability and rank of the target too: for each "
            "head alone, or for a list of heads at once. Works on the weights as stored."_s,
        .options = causalOptions()
            + QList<QCommandLineOption>{
                {u"kind"_s, u"zero, mean, mean-all or resample."_s, u"KIND"_s},
                {u"reference"_s,
                 u"Prompts to take from, one JSON object a line with \"text\" and maybe \"roles\"; - is "
                 "standard input."_s,
                 u"FILE.jsonl"_s},
                corruptedOption(),
                {u"roles"_s,
                 u"Where the prompt's roles are, IO=4,S1=2, to match references of other lengths (default: "
                 "those of the same text in the list)."_s,
                 u"ROLES"_s},
                {u"heads"_s, u"all, each alone, or a list 5.1,5.2, all at once (default: all)."_s, u"HEADS"_s},
                {u"random"_s,
                 u"Beside a list: as many other heads of the same layers or those beside, drawn so often."_s,
                 u"DRAWS"_s},
                {u"seed"_s, u"Which other heads are drawn (default: 0)."_s, u"SEED"_s}},
        .perform = perform,
    };
}

} // namespace headwaters
