#include "widgets/head/headfigure.h"
#include "tests/support/testing.h"
#include "tests/widgets/head/smallhead.h"
#include "tests/widgets/support/samplerun.h"
#include "widgets/theme/theme.h"

#include <QPainter>

using namespace headwaters;

namespace {

FigureStyle style()
{
    return {
        loadPalette(false, SequentialMap::Viridis), Theme::font(TextStyle::Caption),
        Theme::mono(TextStyle::Caption), true};
}

std::unique_ptr<HeadFigure> figure(int size, Quantity quantity, const HeadFigureOptions& options = {})
{
    return HeadFigure::of(
        sampleModel(), plainRun(size), *sampleDetail({5, 5}, size), quantity, QStringLiteral("·Mary"),
        QStringLiteral("·John"), options);
}

QImage drawn(const HeadFigure& figure, int width)
{
    const double height = figure.heightForWidth(width, style());
    QImage image(width, static_cast<int>(height), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    figure.paint(painter, {0, 0, static_cast<double>(width), height}, style());
    return image;
}

} // namespace

TEST_CASE("the figure's data are the map", "[head]")
{
    const auto made = figure(15, Quantity::ValueWeighted);
    const FigureData data = made->data();
    REQUIRE(data.tensors.size() == 1);
    CHECK(data.tensors[0].name == QStringLiteral("value_weighted"));
    CHECK(data.tensors[0].shape == std::vector<std::int64_t>{15, 15});
    CHECK(data.tensors[0].values == attentionMap(*sampleDetail({5, 5}), Quantity::ValueWeighted).values);
    REQUIRE(data.table.rows.size() == 120);
    CHECK(data.table.header.last() == QStringLiteral("value_weighted"));
    CHECK(data.table.rows[119][0] == QStringLiteral("14"));
    CHECK(data.table.rows[119][2] == QStringLiteral("·to"));
}

TEST_CASE("removed sinks are in neither picture nor data", "[head]")
{
    HeadFigureOptions options;
    options.sinks = {SinkMode::Renormalise, {0, 2}};
    const auto made = figure(15, Quantity::Pattern, options);
    const FigureData data = made->data();
    CHECK(data.tensors[0].values[14 * 15 + 2] == 0.0F);
    float sum = 0;
    for (int key = 0; key < 15; ++key)
        sum += data.tensors[0].values[static_cast<std::size_t>(14 * 15 + key)];
    CHECK(sum == Approx(1));
    for (const QStringList& row : data.table.rows)
        CHECK((row[1] != QStringLiteral("0") && row[1] != QStringLiteral("2")));
    CHECK(made->provenance().origin == Origin::Derived);
    CHECK(made->caption().contains(QStringLiteral("of the mass on bos, ·Mary")));
}

TEST_CASE("the caption says what rows and columns are and gives the figure's number", "[head]")
{
    const auto made = figure(15, Quantity::Pattern);
    CHECK(made->title() == QStringLiteral("L5H5 · attention · after softmax"));
    CHECK(
        made->caption()
        == QStringLiteral(
            "Attention of head 5.5 on a prompt of 15 tokens. Rows: the position that reads; columns: "
            "the position read. At the last position 99.7\u202F% goes to ·Mary."));
    CHECK(made->fileStem() == QStringLiteral("L5H5-pattern"));
    CHECK(made->provenance().hookName == QStringLiteral("blocks.5.attn.hook_pattern[5]"));
    CHECK(made->provenance().prompt == samplePrompt());
    CHECK(made->provenance().origin == Origin::Measured);
    CHECK(figure(15, Quantity::Score)->provenance().origin == Origin::Measured);
    CHECK(figure(15, Quantity::Effect)->provenance().origin == Origin::Derived);
    CHECK(figure(15, Quantity::Effect)
              ->provenance()
              .settings.contains(QStringLiteral("target ·Mary, rival ·John")));
}

TEST_CASE("the drawing holds the colours of the palette and is the same twice", "[head]")
{
    const auto made = figure(15, Quantity::Pattern);
    const QImage image = drawn(*made, 330);
    CHECK(image == drawn(*made, 330));
    const QRgb strongest = style().palette.sequential.at(made->content().map.at(14, 2)).rgb();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == strongest;
    }
    CHECK(count > 100);
}

TEST_CASE("wide figures show the lines, narrow ones the map alone", "[head]")
{
    HeadFigureOptions with;
    with.lines = true;
    CHECK(drawn(*figure(15, Quantity::Pattern, with), 330) == drawn(*figure(15, Quantity::Pattern), 330));
    CHECK(drawn(*figure(15, Quantity::Pattern, with), 640) != drawn(*figure(15, Quantity::Pattern), 640));
}

TEST_CASE("figures of one token and of a thousand can be drawn", "[head]")
{
    for (const int size : {1, 2, 1024}) {
        for (const Quantity quantity :
             {Quantity::Pattern, Quantity::Score, Quantity::ValueWeighted, Quantity::Effect}) {
            const auto made = figure(size, quantity);
            CHECK(made->heightForWidth(330, style()) > 60);
            CHECK_FALSE(drawn(*made, 330).isNull());
        }
    }
}

TEST_CASE("without a word about sinks the figure leaves the default ones out of the given mass", "[head]")
{
    const auto made = figure(15, Quantity::Pattern);
    CHECK(made->content().sinks.positions == std::vector<int>{0, 2});
    CHECK(made->content().sinks.mode == SinkMode::Show);
    CHECK(made->data().table.rows.size() == 120);
}
