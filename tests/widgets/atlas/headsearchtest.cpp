#include "widgets/atlas/headsearch.h"

#include "support/testing.h"

using namespace headwaters;

TEST_CASE("Layer and head make the name of a head, in the form of sentences and in that of titles")
{
    for (const char* typed : {"4.7", " 4.7 ", "L4H7", "l4h7", "L4 H7", "04.07"})
        CHECK(typedHead(QString::fromLatin1(typed)) == HeadIndex{4, 7});
    CHECK(typedHead(QStringLiteral("40.12")) == HeadIndex{40, 12});
}

TEST_CASE("Everything else is a token")
{
    for (const char* typed :
         {"", "4", "4.", ".7", "-4.7", "4.7.1", "L4", "H7", "4,7", "Mary", "4.7 m", "1234567.1"})
        CHECK_FALSE(typedHead(QString::fromLatin1(typed)));
}

TEST_CASE("A head that does not exist is told what exists")
{
    CHECK(
        noSuchHeadText({40, 2}, {30, 9})
        == QStringLiteral("Head 40.2 does not exist: layers 0 to 29, heads 0 to 8."));
    CHECK(
        noSuchHeadText({0, 1}, {1, 1})
        == QStringLiteral("Head 0.1 does not exist: layer 0 only, head 0 only."));
}
