#include "core/circuit/nodeidtext.h"

#include "tests/support/problem.h"

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

QString problemWith(const QString& text)
{
    const Problem problem = problemOf([&] { static_cast<void>(parseNodeId(text)); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    checkSentence(problem.summary);
    return problem.summary;
}

QString lone(char16_t surrogate)
{
    return QString(QChar(surrogate));
}

} // namespace

TEST_CASE("tuples are written as Python writes them")
{
    // Python 3.11: repr(...)
    const std::vector<std::pair<NodeId, QString>> written{
        {{{qint64{9}, qint64{9}}}, u"(9, 9)"_s},
        {{{qint64{9}, u"MLP"_s, u" to"_s, u" to"_s}}, u"(9, 'MLP', ' to', ' to')"_s},
        {{{u"Prob ' Mary'"_s, u" to (1)"_s}}, u"(\"Prob ' Mary'\", ' to (1)')"_s},
        {{{u"O'B\"n"_s, u"\"q\""_s}}, u"('O\\'B\"n', '\"q\"')"_s},
        {{{u"\n"_s, u"a\tb\r"_s}}, u"('\\n', 'a\\tb\\r')"_s},
        {{{u"\\n"_s, u"\\"_s}}, u"('\\\\n', '\\\\')"_s},
        {{{u"é日本😀"_s}}, u"('é日本😀',)"_s},
        {{{u"\u00a0\u200b\u00ad\u3000"_s}}, u"('\\xa0\\u200b\\xad\\u3000',)"_s},
        {{{u"\x01\x7f\u0085"_s}}, u"('\\x01\\x7f\\x85',)"_s},
        {{{QString::fromUcs4(U"\U000E0001\U0010FFFF")}}, u"('\\U000e0001\\U0010ffff',)"_s},
        {{{lone(0xd83d) + u"x"_s + lone(0xde00)}}, u"('\\ud83dx\\ude00',)"_s},
        {{{qint64{-5}, std::numeric_limits<qint64>::min()}}, u"(-5, -9223372036854775808)"_s},
        {{}, u"()"_s},
    };
    for (const auto& [id, text] : written) {
        CHECK(nodeIdText(id) == text);
        CHECK(parseNodeId(text) == id);
    }
}

TEST_CASE("every character comes back")
{
    for (char32_t character = 0; character <= 0x10FFFF; character += character < 0x3000 ? 1 : 251) {
        const NodeId id{{QStringView(QChar::fromUcs4(character)).toString() + QLatin1Char('\''), qint64{1}}};
        if (parseNodeId(nodeIdText(id)) != id)
            FAIL("character " << static_cast<uint>(character));
    }
}

TEST_CASE("spaces and a last comma are allowed")
{
    const NodeId id{{qint64{1}, u"a"_s}};
    CHECK(parseNodeId(u" ( 1 ,'a' , ) ") == id);
    CHECK(parseNodeId(u"(1,\"a\")") == id);
}

TEST_CASE("what is no tuple of whole numbers and texts is refused with its place")
{
    CHECK(problemWith(u""_s) == u"the end where \"(\" is expected at character 1"_s);
    CHECK(problemWith(u"5.1"_s) == u"\"5\" where \"(\" is expected at character 1"_s);
    CHECK(
        problemWith(u"(5, 1"_s)
        == u"the end where a comma or a closing bracket is expected at character 6"_s);
    CHECK(problemWith(u"(5)"_s) == u"a tuple of one item needs a comma at character 3"_s);
    CHECK(problemWith(u"(5, 1) x"_s) == u"\"x\" where the end is expected at character 8"_s);
    CHECK(problemWith(u"(5, 01)"_s) == u"\"01\" is no whole number of 64 bits at character 5"_s);
    CHECK(problemWith(u"(5, 99999999999999999999)"_s).contains(u"no whole number of 64 bits"_s));
    CHECK(problemWith(u"(5, -)"_s).contains(u"\"-\" is no whole number"_s));
    CHECK(
        problemWith(u"(5, 1.5)"_s)
        == u"\".\" where a comma or a closing bracket is expected at character 6"_s);
    CHECK(problemWith(u"(5, 'a)"_s) == u"a quote is never closed at character 5"_s);
    CHECK(problemWith(u"(5, 'a\\'"_s) == u"a quote is never closed at character 5"_s);
    CHECK(problemWith(u"(5, 'a\\"_s) == u"an escape that is not known at character 7"_s);
    CHECK(problemWith(u"(5, 'a\nb')"_s) == u"a line break inside a text at character 7"_s);
    CHECK(problemWith(u"(5, '\\a')"_s) == u"an escape that is not known at character 6"_s);
    CHECK(
        problemWith(u"(5, '\\x1')"_s)
        == u"an escape without 2 hexadecimal digits of a character at character 6"_s);
    CHECK(problemWith(u"(5, '\\U00110000')"_s).contains(u"8 hexadecimal digits"_s));
    CHECK(problemWith(u"(5, '\\x+1')"_s).contains(u"2 hexadecimal digits"_s));
    CHECK(
        problemWith(u"(1,, 2)"_s)
        == u"\",\" where a whole number or a text in quotes is expected at character 4"_s);
}

TEST_CASE("expressions, nested tuples and other literals are refused, never evaluated")
{
    for (const QString& text :
         {u"__import__('os').system('true')"_s, u"(1, (2, 3))"_s, u"(1, [2])"_s, u"(1, None)"_s,
          u"(1, True)"_s, u"(1, u'a')"_s, u"(1, b'a')"_s, u"(1, 'a' 'b')"_s, u"(1, 'a' + 'b')"_s,
          u"(1 if 1 else 2,)"_s, u"(1, '''a''')"_s, u"(1_0, 1)"_s, u"(0x1, 1)"_s, u"[1, 2]"_s,
          u"(1, f'{x}')"_s, u"(+1, 2)"_s}) {
        INFO(text.toStdString());
        CHECK_FALSE(problemWith(text).isEmpty());
    }
}

TEST_CASE("tuples are bounded")
{
    CHECK(parseNodeId(u"("_s + u"1,"_s.repeated(16) + u")"_s).items.size() == 16);
    CHECK(problemWith(u"("_s + u"1,"_s.repeated(17) + u")"_s) == u"more than 16 items at character 34"_s);
    CHECK(problemWith(u"("_s.repeated(10'001)) == u"it is 10001 characters long; at most 10000 are read"_s);
}
