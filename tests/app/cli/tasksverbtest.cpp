#include "app/cli/program.h"

#include <QJsonArray>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QJsonObject taskIn(const QJsonArray& tasks, const QString& key)
{
    for (const QJsonValue& task : tasks) {
        if (task["task"_L1] == key)
            return task.toObject();
    }
    FAIL("no task " << key.toStdString());
    return {};
}

} // namespace

TEST_CASE("tasks --json tells of every task whether the model does it")
{
    const ProgramRun run = headwatersProgram({u"tasks"_s, u"--json"_s, u"--prompts"_s, u"16"_s});
    checkSuccess(run);
    const QJsonArray tasks = run.json()["tasks"_L1].toArray();
    CHECK(taskIn(tasks, u"indirect-object"_s)["passed"_L1].toBool());
    CHECK(taskIn(tasks, u"indirect-object"_s)["accuracy"_L1].toDouble() > 0.9);
    CHECK(taskIn(tasks, u"library-indirect-object"_s)["prompts"_L1] == 16);
    for (const QJsonValue& task : tasks) {
        INFO(task["task"_L1].toString().toStdString());
        CHECK(task["passed"_L1].toBool() == task["reason"_L1].toString().isEmpty());
    }
}

TEST_CASE("A model without words for a task is asked nothing, and tasks says why")
{
    const ProgramRun run = headwatersProgram(
        {u"tasks"_s, u"--json"_s, u"--model"_s, testData(u"gpt2-tiny"_s), u"--prompts"_s, u"4"_s});
    checkSuccess(run);
    for (const QJsonValue& task : run.json()["tasks"_L1].toArray()) {
        if (task["prompts"_L1].toInt() == 0)
            CHECK_FALSE(task["reason"_L1].toString().isEmpty());
    }
    checkRefusal(headwatersProgram({u"tasks"_s, u"--prompts"_s, u"0"_s}), 2, {u"--prompts"_s});
}
