#include "app/cli/ablateset.h"
#include "app/cli/ablationkind.h"
#include "app/cli/output.h"
#include "app/cli/sweepoutput.h"
#include "app/cli/verb.h"
#include "core/base/error.h"

#include <cmath>
#include <numeric>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// Cell by cell over maps of the same heads.
std::vector<std::optional<CausalMeasures>>
mean(const std::vector<SweepMap>& maps, std::vector<std::optional<CausalMeasures>> SweepMap::*part)
{
    std::vector<std::optional<CausalMeasures>> all = maps.front().*part;
    for (std::size_t cell = 0; maps.size() > 1 && cell < all.size(); ++cell) {
        std::vector<CausalMeasures> measures;
        for (const SweepMap& map : maps)
            measures.push_back(*(map.*part)[cell]);
        all[cell] = meanOf(measures);
    }
    return all;
}

SweepMap sweptHeads(CausalRun& run, const std::vector<Intervention>& changes, int draws)
{
    std::vector<SweepMap> maps;
    for (const Intervention& change : changes)
        maps.push_back(run.sweep({.change = change}, CancelToken(), {}, {}, draws));
    SweepMap all = maps.front();
    all.cells = mean(maps, &SweepMap::cells);
    all.control = mean(maps, &SweepMap::control);
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
    return meanOf(run.applyEach(stacks, CausalBase::Clean, CancelToken()));
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
    const int draws = controlDraws(arguments);
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

/// What is left without all of the heads at once.
void deliverList(
    const Arguments& arguments, CausalRun& run, const std::vector<Intervention>& changes,
    const std::vector<HeadIndex>& heads, QJsonObject object, QString text)
{
    const CausalMeasures measures = without(run, changes, heads);
    object[u"heads"_s] = headsJson(heads);
    addMeasures(object, measures);
    text += u"without %1: %2\n"_s.arg(
        heads.size() == 1 ? heads.front().text() : u"these heads"_s,
        QString::number(measures.difference, 'f', 4));
    if (arguments.isSet("random"_L1)) {
        const QJsonObject control = controlJson(arguments, run, changes, heads);
        object[u"random"_s] = control;
        text += u"without as many others: %1 ± %2\n"_s.arg(
            QString::number(control["difference"_L1].toDouble(), 'f', 4),
            QString::number(control["deviation"_L1].toDouble(), 'f', 4));
    }
    if (arguments.isSet("json"_L1))
        printJson(object);
    else
        print(text);
}

void perform(const Arguments& arguments)
{
    const AblationKind kind = chosenAblation(arguments);
    checkAblation(arguments, kind);
    if (arguments.isSet("set"_L1)) {
        performOverSet(arguments, kind);
        return;
    }
    const QString typed = arguments.isSet("heads"_L1) ? arguments.required("heads"_L1) : u"all"_s;
    const bool isMap = typed == "all"_L1;
    checkSweepOptions(arguments);
    if (!isMap)
        refuseMapOptions(arguments, u"a list of heads gives one number"_s);
    const std::vector<HeadIndex> heads = isMap ? std::vector<HeadIndex>() : headsOf(typed, u"--heads"_s);
    const CausalSetup setup = CausalSetup::of(arguments);
    CausalRun run = setup.run();
    const std::vector<Intervention> changes = ablations(kind, setup.question.references.size());
    QJsonObject object = questionJson(setup, run);
    object[u"kind"_s] = arguments.value("kind"_L1);
    const QString text =
        u"%1, clean: %2\n"_s.arg(setup.difference(), QString::number(run.clean().difference, 'f', 4));
    if (isMap)
        deliverSweep(
            arguments, setup, sweptHeads(run, changes, controlDraws(arguments)), object,
            text + u"without each head:\n\n"_s);
    else
        deliverList(arguments, run, changes, heads, object, text);
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
            "head alone, or for a list of heads at once. With --set the prompts of a whole set are asked, and "
            "accuracy and loss (minus the log-probability of the target, in nats) are printed, each a mean "
            "over the set. Works on the weights as stored."_s,
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
                {u"set"_s,
                 u"Prompts to score instead of one: a task of headwaters tasks, or one JSON object a line "
                 "with \"text\", \"target\" and maybe \"rival\" and \"roles\"; - is standard input."_s,
                 u"NAME|FILE.jsonl"_s},
                {u"count"_s, u"About how many prompts of a task (default: 32)."_s, u"N"_s},
                {u"heads"_s, u"all, each alone, or a list 5.1,5.2, all at once (default: all)."_s, u"HEADS"_s},
                {u"seed"_s, u"Which other heads and which prompts of a task are drawn (default: 0)."_s, u"SEED"_s}}
            + sweepOptions(
                u"Beside a list: as many other heads of the same layers or those beside; beside a map: "
                "changes of the same size in random directions; drawn so often."_s,
                u"; with --set loss or accuracy (default: loss)"_s),
        .draws = true,
        .perform = perform,
    };
}

} // namespace headwaters
