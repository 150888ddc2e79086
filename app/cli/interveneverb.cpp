#include "app/cli/commonoptions.h"
#include "app/cli/figureoutput.h"
#include "app/cli/output.h"
#include "app/cli/promptset.h"
#include "core/base/error.h"
#include "core/circuit/edgeinprompt.h"
#include "core/engine/session/runner.h"
#include "core/engine/trace/edgechange.h"
#include "core/engine/trace/tracer.h"
#include "core/files/graphml.h"

#include <cmath>
#include <limits>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

/// One of two opposite options; the first where neither is given.
bool isSecond(const Arguments& arguments, QLatin1StringView first, QLatin1StringView second)
{
    if (arguments.isSet(first) && arguments.isSet(second))
        throw badInput(u"Both --%1 and --%2 were given; give one of them."_s.arg(first, second));
    return arguments.isSet(second);
}

/// The edges that --edge names.
std::vector<std::size_t> chosenEdges(const Arguments& arguments, const Circuit& circuit)
{
    std::vector<std::size_t> edges;
    for (const QString& name : arguments.values("edge"_L1))
        edges.push_back(edgeNamed(circuit, name));
    if (edges.empty())
        throw badInput(
            u"No edge was given; give --edge \"(SOURCE) -> (TARGET) d\", as trace --json names them."_s);
    return edges;
}

EdgeChange chosenChange(const Arguments& arguments, const Circuit& circuit)
{
    EdgeChange change;
    change.method = circuit.request.method;
    change.operation =
        isSecond(arguments, "remove"_L1, "boost"_L1) ? EdgeOperation::Boost : EdgeOperation::Remove;
    change.reach = isSecond(arguments, "local"_L1, "global"_L1) ? EdgeReach::Global : EdgeReach::Local;
    change.compat = arguments.isSet("compat"_L1);
    if (arguments.isSet("random"_L1))
        change.seed = arguments.natural("random"_L1);
    if (change.compat && change.seed > std::numeric_limits<quint32>::max())
        throw badInput(
            u"--random is %1; with --compat a seed has 32 bits."_s.arg(arguments.value("random"_L1)));
    return change;
}

/// The edges in a prompt; empty where it lacks one of their tokens.
std::vector<EdgeTarget>
edgesIn(const TracePrompt& prompt, const Circuit& circuit, const std::vector<std::size_t>& edges)
{
    std::vector<EdgeTarget> targets;
    for (const std::size_t at : edges) {
        const std::optional<EdgeTarget> target = edgeInPrompt(circuit, circuit.edges[at], prompt.labels);
        if (!target)
            return {};
        targets.push_back(*target);
    }
    return targets;
}

/// What a change did to one prompt, and its control where one was asked for.
struct Measured {
    EdgeChangeResult changed;
    std::optional<EdgeChangeResult> control;
};

class Intervention {
public:
    Intervention(const Arguments& arguments, const Runner& runner)
        : m_circuit(readGraphml(arguments.required("graphml"_L1)).circuit),
          m_edges(chosenEdges(arguments, m_circuit)),
          m_change(chosenChange(arguments, m_circuit)),
          m_hasControl(arguments.isSet("random"_L1)),
          m_tracer(runner.model())
    {
    }

    /// A prompt of many is left alone where it lacks the edges or where the head does not fire.
    void add(const TracePrompt& prompt, bool isOne)
    {
        ++m_prompts;
        EdgeChange change = m_change;
        change.edges = edgesIn(prompt, m_circuit, m_edges);
        if (change.edges.empty() && isOne)
            throw badInput(u"The prompt lacks a token that the edge names; its tokens are %1."_s.arg(
                QStringList(prompt.labels.begin(), prompt.labels.end()).join(u", "_s)));
        if (change.edges.empty())
            return;
        change.target = prompt.targets.front();
        change.rival = *prompt.rival;
        const auto run = m_tracer.run(prompt.ids, CancelToken());
        Measured measured{changeEdges(*run, change, CancelToken()), std::nullopt};
        if (!isOne && !measured.changed.fires)
            return;
        if (m_hasControl) {
            change.randomDirections = true;
            measured.control = changeEdges(*run, change, CancelToken());
        }
        m_measured.push_back(std::move(measured));
    }

    void requireSome() const
    {
        if (m_measured.empty())
            throw failure(
                u"The head fires in none of the %1 prompts, so nothing was changed."_s.arg(m_prompts));
    }

    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] QString text(const QString& difference) const;

private:
    /// Mean over the changed prompts.
    template <typename Value> [[nodiscard]] double mean(const Value& value) const
    {
        double sum = 0;
        for (const Measured& one : m_measured)
            sum += value(one);
        return sum / static_cast<double>(m_measured.size());
    }
    /// Standard error of the change of target minus rival.
    template <typename Value> [[nodiscard]] double error(const Value& value) const
    {
        const auto count = static_cast<double>(m_measured.size());
        if (m_measured.size() < 2)
            return 0;
        const double middle = mean(value);
        return std::sqrt(
            mean([&](const Measured& one) { return std::pow(value(one) - middle, 2); }) / (count - 1));
    }
    [[nodiscard]] QJsonObject resultJson(bool ofControl) const;
    static const EdgeChangeResult& pick(const Measured& one, bool ofControl)
    {
        return ofControl ? *one.control : one.changed;
    }

    Circuit m_circuit;
    std::vector<std::size_t> m_edges;
    EdgeChange m_change;
    bool m_hasControl;
    Tracer m_tracer;
    int m_prompts = 0;
    std::vector<Measured> m_measured;
};

QJsonObject Intervention::resultJson(bool ofControl) const
{
    const auto of = [&](double EdgeChangeResult::*field) {
        return mean([&](const Measured& one) { return pick(one, ofControl).*field; });
    };
    const auto shift = [ofControl](const Measured& one) {
        const EdgeChangeResult& result = pick(one, ofControl);
        return result.changedDifference - result.cleanDifference;
    };
    QJsonObject object{
        {u"difference"_s, of(&EdgeChangeResult::changedDifference)},
        {u"change"_s, mean(shift)},
        {u"changeError"_s, error(shift)},
        {u"attention"_s, of(&EdgeChangeResult::changedAttention)},
        {u"cosine"_s, of(&EdgeChangeResult::cosine)},
        {u"normRatio"_s, of(&EdgeChangeResult::normRatio)}};
    if (m_prompts > 1) // every prompt has its own where the method names none on the edge
        return object;
    QJsonArray directions;
    for (const std::vector<int>& list : pick(m_measured.front(), ofControl).directions) {
        QJsonArray row;
        for (const int direction : list)
            row.append(direction);
        directions.append(row);
    }
    object[u"directions"_s] = directions;
    return object;
}

QJsonObject Intervention::json() const
{
    QJsonArray edges;
    for (const std::size_t at : m_edges)
        edges.append(edgeName(m_circuit, m_circuit.edges[at]));
    const auto of = [&](double EdgeChangeResult::*field) {
        return mean([&](const Measured& one) { return one.changed.*field; });
    };
    QJsonObject control;
    if (m_hasControl) {
        control = resultJson(true);
        control[u"seed"_s] = static_cast<qint64>(m_change.seed);
    }
    return {
        {u"method"_s, methodKey(m_change.method)},
        {u"edges"_s, edges},
        {u"operation"_s, m_change.operation == EdgeOperation::Remove ? u"remove"_s : u"boost"_s},
        {u"reach"_s, m_change.reach == EdgeReach::Local ? u"local"_s : u"global"_s},
        {u"compat"_s, m_change.compat},
        {u"prompts"_s, m_prompts},
        {u"changedPrompts"_s, static_cast<qint64>(m_measured.size())},
        {u"fires"_s, mean([](const Measured& one) { return one.changed.fires ? 1.0 : 0.0; }) > 0},
        {u"clean"_s,
         QJsonObject{
             {u"difference"_s, of(&EdgeChangeResult::cleanDifference)},
             {u"attention"_s, of(&EdgeChangeResult::cleanAttention)}}},
        {u"changed"_s, resultJson(false)},
        {u"random"_s, m_hasControl ? QJsonValue(control) : QJsonValue()}};
}

QString Intervention::text(const QString& difference) const
{
    QString head;
    for (const std::size_t at : m_edges)
        head += edgeName(m_circuit, m_circuit.edges[at]) + u'\n';
    head += (m_change.operation == EdgeOperation::Remove ? u"removed "_s : u"boosted "_s)
        + (m_change.reach == EdgeReach::Local ? u"locally"_s : u"globally"_s);
    if (m_prompts > 1)
        head += u" in %1 of %2 prompts; means"_s.arg(m_measured.size()).arg(m_prompts);
    else if (!m_measured.front().changed.fires)
        head += u"; the head does not fire there by the rule of %1"_s.arg(methodName(m_change.method));
    head += u"\n\n"_s;

    const QJsonObject all = json();
    const QJsonObject clean = all["clean"_L1].toObject();
    std::vector<QStringList> rows{{QString(), u"clean"_s, u"changed"_s}};
    if (m_hasControl)
        rows.front() << u"random"_s;
    const auto add = [&](const QString& name, const QString& field, bool hasClean, int digits) {
        QStringList row{name, hasClean ? QString::number(clean[field].toDouble(), 'f', digits) : u"–"_s};
        row << QString::number(all["changed"_L1][field].toDouble(), 'f', digits);
        if (m_hasControl)
            row << QString::number(all["random"_L1][field].toDouble(), 'f', digits);
        rows.push_back(row);
    };
    add(difference, u"difference"_s, true, 4);
    add(u"change"_s, u"change"_s, false, 4);
    if (m_measured.size() > 1)
        add(u"its standard error"_s, u"changeError"_s, false, 4);
    add(u"attention"_s, u"attention"_s, true, 4);
    add(u"cosine"_s, u"cosine"_s, false, 6);
    add(u"norm ratio"_s, u"normRatio"_s, false, 6);
    return head + alignedTable(rows);
}

QJsonObject tokenJson(const Tokenizer& tokenizer, TokenId id)
{
    return {{u"id"_s, id}, {u"text"_s, tokenText(tokenizer.token(id).bytes)}};
}

/// One prompt with its target and rival as the other verbs have them.
TracePrompt onePrompt(const Arguments& arguments, Runner& runner)
{
    const Tokenizer& tokenizer = *runner.tokenizer();
    const auto run = runner.run(
        1, runRequest(arguments, promptText(arguments), tokenizer, runner.info().dVocab), CancelToken());
    std::vector<TokenId> ids;
    for (const Token& token : run->tokens)
        ids.push_back(token.id);
    TracePrompt prompt = tracePrompt(tokenizer, ids, {});
    prompt.targets = {run->effects.target};
    prompt.rival = run->effects.rival;
    return prompt;
}

void perform(const Arguments& arguments)
{
    const bool isSet = arguments.isSet("family"_L1) || arguments.isSet("prompts"_L1);
    const bool isOne = arguments.isSet("prompt"_L1) || arguments.isSet("prompt-file"_L1);
    if (arguments.isSet("family"_L1) && arguments.isSet("prompts"_L1))
        throw badInput(u"Give either --family NAME or --prompts FILE."_s);
    if (isSet && (isOne || arguments.isSet("target"_L1) || arguments.isSet("rival"_L1)))
        throw badInput(
            u"Many prompts say themselves what is asked: leave out --prompt, --target and --rival, or "
            "--family and --prompts."_s);
    (void)arguments.required("graphml"_L1);
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    Intervention intervention(arguments, runner);
    if (!isSet) {
        const TracePrompt prompt = onePrompt(arguments, runner);
        intervention.add(prompt, true);
        const auto label = [&](TokenId id) { return tokenLabel(runner.tokenizer()->token(id)); };
        if (!arguments.isSet("json"_L1)) {
            print(
                intervention.text(u"%1 minus %2"_s.arg(label(prompt.targets.front()), label(*prompt.rival))));
            return;
        }
        QJsonObject object = intervention.json();
        object[u"target"_s] = tokenJson(*runner.tokenizer(), prompt.targets.front());
        object[u"rival"_s] = tokenJson(*runner.tokenizer(), *prompt.rival);
        printJson(object);
        return;
    }
    for (const TracePrompt& prompt : chosenPromptSet(arguments, *runner.tokenizer(), runner.info(), true)) {
        if (!prompt.rival)
            throw badInput(u"A prompt has no rival; an intervention measures target minus rival."_s);
        intervention.add(prompt, false);
    }
    intervention.requireSome();
    if (arguments.isSet("json"_L1))
        printJson(intervention.json());
    else
        print(intervention.text(u"target minus rival"_s));
}

} // namespace

Verb interveneVerb()
{
    return {
        .name = u"intervene"_s,
        .summary = u"remove or boost what an edge of a circuit carries, and see the logits change"_s,
        .description =
            u"Runs a prompt again with the signal of one or several edges of a circuit removed or boosted, and "
            "prints target minus rival and the head's attention, before and after. The signal is what the "
            "upstream part writes along the edge's singular directions of the downstream head. An edge is named "
            "by its nodes' ids and type as trace --json prints them: \"(0, 'MLP', ' to', ' to') -> (5, 1, ' to', "
            "' Mary') d\"; its tokens are found in the prompt by their labels. Of many prompts those are changed "
            "in which the head fires there, and means are printed."_s,
        .options = modelOptions() + promptOptions() + pairOptions()
            + promptSetOptions()
            + QList<QCommandLineOption>{
                {u"graphml"_s, u"The circuit."_s, u"FILE"_s},
                {u"edge"_s, u"An edge of it; may stand several times."_s, u"EDGE"_s},
                {u"remove"_s, u"Take the signal away (default)."_s},
                {u"boost"_s, u"Add it once more."_s},
                {u"local"_s,
                 u"Only the downstream head's query or key sees the change; of SAD its query, key and value "
                 "(default)."_s},
                {u"global"_s, u"All that comes later sees it."_s},
                {u"random"_s, u"Also a control: as many other directions of the head, drawn with this seed."_s,
                 u"SEED"_s},
                {u"compat"_s, u"Do as the authors' programs do where that differs, to compare with them."_s},
                jsonOption(u"Print one JSON document."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
