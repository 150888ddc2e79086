#include "app/cli/program.h"

#include <QJsonArray>

#include <cmath>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QStringList words(const QString& destination, const QString& source)
{
    return {u"score"_s, u"--layer"_s, u"5"_s,        u"--head"_s,           u"5"_s, u"--dest"_s, destination,
            u"--src"_s, source,       u"--prompt"_s, indirectObjectPrompt()};
}

double sum(const QJsonValue& array)
{
    double total = 0;
    for (const QJsonValue& value : array.toArray())
        total += value.toDouble();
    return total;
}

} // namespace

TEST_CASE("score --json gives two sums that add up to the score in the map")
{
    const ProgramRun run = headwatersProgram(words(u"14"_s, u" Mary"_s) + QStringList(u"--json"_s));
    checkSuccess(run);
    const QJsonObject answer = run.json();
    CHECK(answer["dest"_L1]["position"_L1].toInt() == 14);
    CHECK(answer["dest"_L1]["text"_L1].toString() == u" to"_s);
    CHECK(answer["src"_L1]["position"_L1].toInt() == 2);
    const double score = answer["score"_L1].toDouble();
    CHECK(answer["cappedScore"_L1].toDouble() == score);
    for (const auto parts : {"dimension"_L1, "direction"_L1}) {
        const QJsonValue list = answer[QString(parts) + u's'];
        CHECK(list.toArray().size() == 32);
        CHECK(std::fabs(sum(list) - score) < 1e-5);
        CHECK(answer[parts + u"Sum"_s].toDouble() == Approx(sum(list)));
        CHECK(
            answer[parts + u"Residual"_s].toDouble()
            == Approx(score - answer[parts + u"Sum"_s].toDouble()).margin(1e-12));
    }
    const ProgramRun map = headwatersProgram(
        {u"attention"_s, u"--layer"_s, u"5"_s, u"--head"_s, u"5"_s, u"--quantity"_s, u"score"_s, u"--json"_s,
         u"--prompt"_s, indirectObjectPrompt()});
    checkSuccess(map);
    bool isFound = false;
    for (const QJsonValue& tensor : map.json()["tensors"_L1].toArray()) {
        const QJsonArray values = tensor["values"_L1].toArray();
        if (values.size() == 15 * 15) {
            CHECK(values[14 * 15 + 2].toDouble() == Approx(score).epsilon(1e-5));
            isFound = true;
        }
    }
    CHECK(isFound);
}

TEST_CASE("score prints an aligned table; a label names the same position as its number")
{
    const ProgramRun byNumber = headwatersProgram(words(u"10"_s, u"4"_s));
    checkSuccess(byNumber);
    CHECK(byNumber.out.startsWith("head 5.5: 10 ·John reads 4 ·John\n"));
    CHECK(byNumber.out.contains("\nsum "));
    CHECK(byNumber.out.contains("\nresidual "));
    CHECK(headwatersProgram(words(u" John (1)"_s, u" John"_s)).out == byNumber.out);
}

TEST_CASE("score refuses pairs that are masked and positions that are not there")
{
    checkRefusal(headwatersProgram(words(u"3"_s, u"4"_s)), 2, {u"Position 3"_s, u"position 4"_s});
    checkRefusal(headwatersProgram(words(u"15"_s, u"4"_s)), 2, {u"--dest"_s, u"15"_s, u"14"_s});
    checkRefusal(headwatersProgram(words(u"14"_s, u"Mary"_s)), 2, {u"--src"_s, u"Mary"_s});
    checkRefusal(headwatersProgram({u"score"_s, u"--layer"_s, u"1"_s}), 2, {u"--head"_s});
    checkRefusal(
        headwatersProgram(
            {u"score"_s, u"--layer"_s, u"9"_s, u"--head"_s, u"0"_s, u"--dest"_s, u"1"_s, u"--src"_s, u"0"_s,
             u"--prompt"_s, u"When"_s}),
        2, {u"--layer"_s, u"9"_s});
}
