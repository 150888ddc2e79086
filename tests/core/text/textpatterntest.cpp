#include "core/text/textpattern.h"

#include "core/text/utf8.h"

#include "support/testing.h"
#include "tests/support/problem.h"

using namespace headwaters;

namespace {

TextPattern expression(const QString& text)
{
    return {QJsonObject{{QStringLiteral("Regex"), text}}, {QStringLiteral("tokenizer.json"), {}}};
}

// The matches of an expression in a text.
QStringList matches(const QString& pattern, const char16_t* text)
{
    const std::string utf8 = toUtf8(QStringView(text));
    QStringList found;
    for (const PatternStretch& stretch : expression(pattern).find(utf8)) {
        if (stretch.matched)
            found << fromUtf8(std::string_view(utf8).substr(stretch.begin, stretch.end - stretch.begin));
    }
    return found;
}

QString refusal(const QString& pattern)
{
    return problemOf([&] { (void)expression(pattern); }).summary;
}

QStringList list(const char16_t* text)
{
    return QString::fromUtf16(text).split(QLatin1Char('|'));
}

} // namespace

TEST_CASE("matches are found at their bytes, whatever stands before them")
{
    CHECK(matches(QStringLiteral("\\p{L}+"), u"\ufeff\u00e9a 😀b\U0001D518") == list(u"\u00e9a|b\U0001D518"));
}

TEST_CASE("what is left over before, between and after the matches is told")
{
    const std::vector<PatternStretch> found = expression(QStringLiteral("b")).find("abca");
    REQUIRE(found.size() == 3);
    CHECK_FALSE(found[0].matched);
    CHECK(found[1].begin == 1);
    CHECK(found[1].end == 2);
    CHECK(found[2].end == 4);
    CHECK(expression(QStringLiteral("b")).find({}).empty());
}

TEST_CASE("possessive repeats, looks ahead and local switches work")
{
    CHECK(matches(QStringLiteral("\\s+(?!\\S)|\\s+"), u"a  b ") == list(u" | | "));
    CHECK(matches(QStringLiteral("(?i:'s|'ll)"), u"A'S b'Ll 'x") == list(u"'S|'Ll"));
    CHECK(matches(QStringLiteral("[^a]?+b"), u"ab b") == list(u" b"));
    CHECK(matches(QStringLiteral("a++b"), u"aab") == list(u"aab"));
}

TEST_CASE("signs that mean something else to Qt's engine are translated")
{
    // U+180E is a space to Qt's engine only; a mark and a circled letter belong to words to Oniguruma only.
    CHECK(matches(QStringLiteral("\\s"), u"\u180e\u00a0\u0085") == list(u"\u00a0|\u0085"));
    CHECK(matches(QStringLiteral("[^\\S\\n]"), u"a \n\u180e\t") == list(u" |\t"));
    CHECK(matches(QStringLiteral("\\w+"), u"a\u0301_1\u24b6 b") == list(u"a\u0301_1\u24b6|b"));
    CHECK(matches(QStringLiteral("\\h+"), u"xaF9 g") == list(u"aF9"));
    CHECK(matches(QStringLiteral("\\ba\\b"), u"a\u0301 a ba") == list(u"a"));
    CHECK(matches(QStringLiteral("^b$"), u"a\nb\nc") == list(u"b"));
    // An interval with a plus is repeated, not held on to.
    CHECK(matches(QStringLiteral("\\p{N}{1,3}+1"), u"1231") == list(u"1231"));
    CHECK(matches(QStringLiteral("(?:ab){1,2}+ab"), u"ababab") == list(u"ababab"));
    CHECK(matches(QStringLiteral("\\u00e9"), u"e\u00e9") == list(u"\u00e9"));
}

TEST_CASE("letters and numbers that are newer than the engine belong to their classes")
{
    // CJK extension H and Nag Mundari came with Unicode 15.
    CHECK(matches(QStringLiteral("\\p{L}+"), u"a\U00031350-") == list(u"a\U00031350"));
    CHECK(matches(QStringLiteral("[^\\p{Lo}x]"), u"\U0001E4D0x-") == list(u"-"));
    CHECK(matches(QStringLiteral("\\P{N}"), u"\U0001E4F01-") == list(u"-"));
    CHECK(matches(QStringLiteral("\\p{^N}"), u"\U0001E4F01-") == list(u"-"));
    CHECK(matches(QStringLiteral("\\w+"), u"\U00031350_-") == list(u"\U00031350_"));
}

TEST_CASE("what has no translation is refused with the place and the pattern")
{
    CHECK(refusal(QStringLiteral("[a[bc]]")).contains(QStringLiteral("a class within a class")));
    CHECK(refusal(QStringLiteral("[a&&b]")).contains(QStringLiteral("&& in a class")));
    CHECK(refusal(QStringLiteral("[\\W]")).contains(QStringLiteral("\\W or \\H within brackets")));
    CHECK(refusal(QStringLiteral("[a")).contains(QStringLiteral("a class that is not closed")));
    CHECK(refusal(QStringLiteral("\\p")).contains(QStringLiteral("\\p without a name")));
    CHECK(refusal(QStringLiteral("a\\")).contains(QStringLiteral("a backslash at its end")));
    CHECK(refusal(QStringLiteral("(a")).startsWith(QStringLiteral("tokenizer.json: Regex: the pattern")));
    CHECK(refusal(QString()).contains(QStringLiteral("Regex is empty")));
}
