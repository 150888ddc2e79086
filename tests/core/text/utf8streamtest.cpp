#include "core/text/utf8stream.h"

#include "support/testing.h"

using namespace headwaters;

TEST_CASE("A character whose bytes come in pieces waits until it is whole")
{
    Utf8Stream stream;
    CHECK(stream.add("a\xF0\x9F") == QStringLiteral("a"));
    CHECK(stream.add("\x8C").isEmpty());
    CHECK(stream.add("\x8A!") == QStringLiteral("🌊!"));
    CHECK(stream.finish().isEmpty());
}

TEST_CASE("Bytes that are no character become replacement characters, as in the whole text at once")
{
    // Unicode's "maximal subparts": what Python's bytes.decode("utf-8", "replace") gives for the same bytes.
    const QByteArray bytes("a\xE2\x82z\x80\xF0\x9F\x8C");
    const QString expected = QStringLiteral("a\uFFFDz\uFFFD\uFFFD");
    Utf8Stream whole;
    const QString complete = whole.add(bytes);
    CHECK(complete + whole.finish() == expected);
    Utf8Stream pieces;
    QString text;
    for (const char byte : bytes)
        text += pieces.add(QByteArray(1, byte));
    CHECK(text + pieces.finish() == expected);
    CHECK(pieces.finish().isEmpty());
}
