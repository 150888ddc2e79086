#include "core/files/writing.h"

#include "tests/support/problem.h"

using namespace headwaters;

namespace {

QString problemWith(const QByteArray& csv)
{
    const Problem problem = problemOf([&] { static_cast<void>(fromCsv(csv)); });
    CHECK(problem.kind == Problem::Kind::BadInput);
    return problem.summary;
}

} // namespace

TEST_CASE("fields with commas, quotes and line breaks are quoted, others are not")
{
    const CsvTable table{
        {QStringLiteral("token"), QStringLiteral("value")},
        {{QStringLiteral("·Mary"), QStringLiteral("0.5")},
         {QStringLiteral("a,\"b\""), QString()},
         {QStringLiteral("two\nlines"), QStringLiteral(" kept ")}},
    };
    CHECK(toCsv(table) == "token,value\n·Mary,0.5\n\"a,\"\"b\"\"\",\n\"two\nlines\", kept \n");
}

TEST_CASE("a table comes back as it was written")
{
    const CsvTable table{
        {QStringLiteral("only")},
        {{QString()},
         {QStringLiteral("\r\n")},
         {QStringLiteral("\"")},
         {QStringLiteral("a\rb")},
         {QStringLiteral("日本語, \"x\"")}}};
    const CsvTable back = fromCsv(toCsv(table));
    CHECK(back.header == table.header);
    CHECK(back.rows == table.rows);
}

TEST_CASE("carriage returns, a byte order mark and a missing last line break are read")
{
    const CsvTable table = fromCsv("\xEF\xBB\xBF"
                                   "a,b\r\n1,\"2\"\r\n3,");
    CHECK(table.header == QStringList{QStringLiteral("a"), QStringLiteral("b")});
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0] == QStringList{QStringLiteral("1"), QStringLiteral("2")});
    CHECK(table.rows[1] == QStringList{QStringLiteral("3"), QString()});
    CHECK(fromCsv({}).header.isEmpty());
}

TEST_CASE("a broken table is told with its line")
{
    CHECK(
        problemWith("a,b\n1,2\n3\n")
        == QStringLiteral("CSV, line 3: not as many fields as the header has (2)"));
    CHECK(problemWith("a\n1,2\n").contains(QStringLiteral("line 2")));
    CHECK(problemWith("a,b\n1,\"2\n\n") == QStringLiteral("CSV, line 2: a quote is never closed"));
    CHECK(problemWith("a,b\n\"1\"x,2\n") == QStringLiteral("CSV, line 2: text after a closing quote"));
    CHECK(problemWith("a,b\n\xFF,2\n") == QStringLiteral("CSV, line 2: invalid UTF-8"));
}
