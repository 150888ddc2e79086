#include "app/cli/commonoptions.h"
#include "app/cli/output.h"
#include "core/engine/detect/taskcompetences.h"
#include "core/engine/session/runner.h"
#include "core/heads/reportjson.h"

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultPrompts = 32;
constexpr int mostPrompts = 1000;

QString share(double value)
{
    return QString::number(value, 'f', 2);
}

QString tasksText(const std::vector<Competence>& tasks)
{
    std::vector<QStringList> rows{
        {u"task"_s, u"prompts"_s, u"accuracy"_s, u"at least"_s, u"chance"_s, u"difference"_s, u"does it"_s}};
    for (const Competence& task : tasks) {
        QStringList row{task.task, QString::number(task.prompts)};
        if (task.prompts == 0)
            row << u"–"_s << u"–"_s << u"–"_s << u"–"_s;
        else
            row << share(task.accuracy) << share(task.accuracyLow) << share(task.chance)
                << share(task.difference);
        rows.push_back(row << (task.passed ? u"yes"_s : u"no"_s));
    }
    QStringList lines = alignedTable(rows).split(u'\n', Qt::SkipEmptyParts);
    for (qsizetype at = 1; at < lines.size(); ++at) {
        const QString& reason = tasks[static_cast<std::size_t>(at - 1)].reason;
        if (!reason.isEmpty())
            lines[at] += u"  "_s + reason;
    }
    return lines.join(u'\n') + u'\n';
}

void perform(const Arguments& arguments)
{
    const int prompts =
        arguments.isSet("prompts"_L1) ? arguments.integer("prompts"_L1, 1, mostPrompts) : defaultPrompts;
    const quint64 seed = arguments.isSet("seed"_L1) ? arguments.natural("seed"_L1) : 1;
    Runner runner;
    runner.open(modelPath(arguments), CancelToken());
    const std::vector<Competence> tasks =
        taskCompetences(runner.model(), runner.tokenizer(), prompts, seed, CancelToken());
    if (!arguments.isSet("json"_L1)) {
        print(tasksText(tasks));
        return;
    }
    QJsonArray list;
    for (const Competence& task : tasks)
        list.append(competenceJson(task));
    printJson({{u"model"_s, runner.info().name}, {u"seed"_s, QString::number(seed)}, {u"tasks"_s, list}});
}

} // namespace

Verb tasksVerb()
{
    return {
        .name = u"tasks"_s,
        .summary = u"which tasks the model does, and so which types of heads can be measured"_s,
        .description = u"Asks the model the prompts of every task that detectors use, and those of the "
                       u"prompt library that "
                       "have a target and a rival, and prints how often the right answer is ahead of the "
                       "wrong ones, by how "
                       "much, and whether that is above chance. Types of heads that need a task which the "
                       "model does not do "
                       "are not measurable."_s,
        .options =
            modelOptions()
            + QList<
                QCommandLineOption>{{u"prompts"_s, u"Prompts of a task (default: 32)."_s, u"N"_s}, {u"seed"_s, u"What prompts are drawn from (default: 1)."_s, u"S"_s}, jsonOption(u"Print one JSON document."_s)},
        .perform = perform,
    };
}

} // namespace headwaters
