#include "core/engine/decompose/directionreader.h"

#include "core/base/error.h"
#include "core/engine/decompose/headsvd.h"
#include "engine/support/directionreference.h"
#include "support/testing.h"

#include <cmath>
#include <limits>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A reader of all rows of a model's embedding.
std::unique_ptr<DirectionReader> readerOf(const QString& folder, int tokens = std::numeric_limits<int>::max())
{
    return std::make_unique<DirectionReader>(
        std::make_shared<HeadSvds>(Model::load(openModelFolder(folder), {})), tokens);
}

/// Tokens in the same order with the same values; where two values are nearly equal the order may differ.
bool isSame(const std::vector<TokenReading>& got, const QJsonArray& expected)
{
    if (got.size() != static_cast<std::size_t>(expected.size()))
        return false;
    for (std::size_t at = 0; at < got.size(); ++at) {
        const QJsonArray token = expected[static_cast<qsizetype>(at)].toArray();
        const double value = token[1].toDouble();
        if (std::fabs(got[at].value - value) > 2e-5 * (1 + std::fabs(value)))
            return false;
        bool isNear = got[at].id == token[0].toInt();
        for (const std::size_t other : {at - 1, at + 1})
            isNear = isNear
                || (other < got.size()
                    && std::fabs(expected[static_cast<qsizetype>(other)].toArray()[1].toDouble() - value)
                        < 1e-4);
        if (!isNear)
            return false;
    }
    return true;
}

} // namespace

TEST_CASE("What directions read and write is what NumPy finds in the whole vocabulary, in every family")
{
    int compared = 0;
    for (const DirectionReference& reference : directionReferences()) {
        const auto reader = readerOf(reference.folder);
        for (const QJsonValue& value : reference.values["readings"_L1].toArray()) {
            const HeadIndex head{value["layer"_L1].toInt(), value["head"_L1].toInt()};
            const bool isRaw = value["embedding"_L1].toString() == "raw"_L1;
            const int direction = value["direction"_L1].toInt();
            INFO(
                reference.name.toStdString()
                << " " << head.text().toStdString() << " " << direction << (isRaw ? " raw" : ""));
            const EmbeddingKind kind = isRaw ? EmbeddingKind::Raw : EmbeddingKind::Effective;
            const DirectionReading reading = reader->read(head, {direction}, kind, 5, {}).front();
            CHECK(reading.head == head);
            CHECK(reading.direction == direction);
            CHECK(reading.embedding == kind);
            CHECK(reading.singularValue == Approx(value["singularValue"_L1].toDouble()));
            CHECK(reading.ovSingularValue == Approx(value["ovSingularValue"_L1].toDouble()));
            CHECK(isSame(reading.query, value["query"_L1].toArray()));
            CHECK(isSame(reading.key, value["key"_L1].toArray()));
            CHECK(isSame(reading.written, value["written"_L1].toArray()));
            ++compared;
        }
    }
    CHECK(compared == 28);
}

TEST_CASE("Many directions in one pass read what each reads alone")
{
    const auto reader = readerOf(demoModel());
    const HeadIndex head{4, 2};
    const auto together = reader->read(head, {3, 0, 31}, EmbeddingKind::Effective, 4, {});
    REQUIRE(together.size() == 3);
    for (const DirectionReading& reading : together) {
        const auto alone = reader->read(head, {reading.direction}, EmbeddingKind::Effective, 4, {}).front();
        for (std::size_t at = 0; at < 4; ++at) {
            CHECK(alone.query[at].id == reading.query[at].id);
            CHECK(alone.key[at].value == Approx(reading.key[at].value));
            CHECK(alone.written[at].id == reading.written[at].id);
        }
    }
    CHECK(together[0].direction == 3);
    CHECK(together[2].direction == 31);
}

TEST_CASE("Rows without a token are not read")
{
    const auto reader = readerOf(demoModel(), 100);
    const auto reading = reader->read({5, 5}, {1}, EmbeddingKind::Raw, 200, {}).front();
    CHECK(reading.query.size() == 100);
    CHECK(reading.written.size() == 100);
    for (const TokenReading& token : reading.key)
        CHECK(token.id < 100);
}

TEST_CASE("Reading tells its progress over the vocabulary, stops when cancelled, and can begin again")
{
    const auto reader = readerOf(demoModel());
    const CancelToken cancel;
    std::vector<std::pair<int, int>> told;
    const auto stopped = [&](int done, int total) {
        told.emplace_back(done, total);
        cancel.cancel();
    };
    CHECK_THROWS_AS(reader->read({0, 0}, {0}, EmbeddingKind::Effective, 5, cancel, stopped), Error);
    REQUIRE(told.size() == 1);
    CHECK(told.front() == std::pair(1024, 1536));
    CHECK(reader->read({0, 0}, {0}, EmbeddingKind::Effective, 5, {}).front().query.size() == 5);
}

TEST_CASE("Directions and heads that are not there are refused")
{
    const auto reader = readerOf(demoModel());
    CHECK_THROWS_WITH(
        reader->read({0, 0}, {32}, EmbeddingKind::Raw, 5, {}), "There is no direction 32: the head has 32.");
    CHECK_THROWS_WITH(
        reader->read({0, 0}, {-1}, EmbeddingKind::Raw, 5, {}), "There is no direction -1: the head has 32.");
    CHECK_THROWS_AS(reader->read({9, 0}, {0}, EmbeddingKind::Raw, 5, {}), Error);
}
