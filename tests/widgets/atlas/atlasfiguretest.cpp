#include "widgets/atlas/atlasfigure.h"

#include "support/testing.h"
#include "widgets/support/samplerun.h"
#include "widgets/theme/theme.h"

#include <QImage>
#include <QPainter>

using namespace headwaters;

namespace {

FigureStyle paperStyle()
{
    return {
        loadPalette(false, SequentialMap::Viridis), Theme::font(TextStyle::Caption),
        Theme::mono(TextStyle::Caption), true};
}

AtlasOptions topFive()
{
    AtlasOptions options;
    options.top = 5;
    options.target = QStringLiteral("·Mary");
    options.rival = QStringLiteral("·John");
    return options;
}

} // namespace

TEST_CASE("The figure's data are the run's numbers")
{
    const auto run = sampleRun();
    const AtlasFigure figure(sampleModel(), run, nullptr, topFive());
    const FigureData data = figure.data();
    REQUIRE(data.table.rows.size() == 36);
    const QStringList& row = data.table.rows[5 * 6 + 5];
    CHECK(row[0] == QStringLiteral("5"));
    CHECK(row[2].toFloat() == run->layers[5]->heads[5].receivedMass);
    CHECK(row[3].toFloat() == run->layers[5]->heads[5].entropy);
    CHECK(row[4].toFloat() == run->effects.heads[5][5]);

    int kept = 0;
    for (const QStringList& each : data.table.rows) {
        kept += each[6].toInt();
        CHECK((each[6] == QStringLiteral("1")) == (each[5].toInt() < 5));
    }
    CHECK(kept == 5);

    const NamedTensor& thumbnails = data.tensors[0];
    CHECK(thumbnails.name == QStringLiteral("thumbnails"));
    CHECK(thumbnails.shape == std::vector<std::int64_t>{6, 6, 15, 15});
    REQUIRE(thumbnails.values.size() == 36 * 225);
    CHECK(thumbnails.values[35 * 225 + 14 * 15 + 2] == Approx(254.0 / 255));
    REQUIRE(data.tensors.size() == 5);
    CHECK(data.tensors[1].values[35] == run->layers[5]->heads[5].receivedMass);
    CHECK(data.tensors[3].values[35] == run->effects.heads[5][5]);
}

TEST_CASE("The caption says what is drawn, with the numbers of this figure")
{
    AtlasOptions options = topFive();
    const auto run = sampleRun();
    CHECK(
        AtlasFigure(sampleModel(), run, nullptr, {}).caption().contains(QStringLiteral("stands first with")));
    options.locked = HeadIndex{5, 5};
    options.search = QStringLiteral("John");
    const AtlasFigure figure(sampleModel(), run, nullptr, options);
    const QString caption = figure.caption();
    CHECK(caption.startsWith(
        QStringLiteral("Attention after softmax of the 36 heads of demo-6x6 on a prompt of "
                       "15 tokens")));
    CHECK(caption.contains(QStringLiteral("the 5 of 36 heads with %1 are drawn in full")
                               .arg(thresholdText(figure.picture().ranking, 5))));
    CHECK(caption.endsWith(QStringLiteral("Head 5.5 is outlined; ticks mark “John” at 4, 10.")));

    const Provenance provenance = figure.provenance();
    CHECK(provenance.prompt == samplePrompt());
    CHECK(provenance.settings.contains(QStringLiteral("top 5 of 36")));
    CHECK(provenance.hookName == QStringLiteral("blocks.N.attn.hook_pattern, N = 0 to 5"));
    CHECK(figure.fileStem() == QStringLiteral("atlas-pattern"));
}

TEST_CASE("The figure is drawn within its area, in the colours of its style")
{
    const auto run = sampleRun();
    const AtlasFigure figure(sampleModel(), run, nullptr, topFive());
    const FigureStyle style = paperStyle();
    const double height = figure.heightForWidth(660, style);
    QImage image(700, static_cast<int>(height) + 40, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    painter.fillRect(QRectF(20, 20, 660, height), style.palette.colours.panel);
    figure.paint(painter, QRectF(20, 20, 660, height), style);
    painter.end();
    for (int x = 0; x < image.width(); ++x) {
        CHECK(image.pixelColor(x, 10) == QColor(Qt::magenta));
        CHECK(image.pixelColor(x, image.height() - 10) == QColor(Qt::magenta));
    }
    for (int y = 0; y < image.height(); ++y)
        CHECK(image.pixelColor(690, y) == QColor(Qt::magenta));

    // The brightest column of head 5.5, in full strength: it is among the five.
    const WallLayout layout = WallLayout::forPaper({6, 6}, QPointF(20, 20), 660, 1);
    REQUIRE(figure.picture().ranking.isKept({5, 5}, 5));
    const QRectF cell = layout.imageRect({5, 5});
    const double step = cell.width() / 15;
    CHECK(
        image.pixel(static_cast<int>(cell.left() + 2.5 * step), static_cast<int>(cell.top() + 14.5 * step))
        == style.palette.sequential.table()[254]);
}

TEST_CASE("Effects of another pair of tokens replace those of the run")
{
    auto other = std::make_shared<EffectSummary>();
    other->heads.assign(6, std::vector<float>(6, 0.0F));
    other->heads[1][4] = -3;
    AtlasOptions options = topFive();
    options.rankBy = RankBy::Effect;
    const AtlasFigure figure(sampleModel(), sampleRun(), other, options);
    CHECK(figure.picture().ranking.order().front() == HeadIndex{1, 4});
    CHECK(figure.data().table.rows[10][4] == QStringLiteral("-3"));
    CHECK(figure.caption().contains(QStringLiteral("effect on ·Mary − ·John")));
}

TEST_CASE("Key/value groups are in the picture, the caption and the numbers of the figure")
{
    const SampleShape shape{4, 6, 2};
    const auto run = sampleRun(15, 1, shape);
    const AtlasFigure figure(sampleModel(shape), run, nullptr, {});
    CHECK(figure.caption().contains(
        QStringLiteral("The 3 heads under one bracket share keys and values (kv).")));
    const FigureData data = figure.data();
    CHECK(data.table.header.last() == QStringLiteral("key_value_group"));
    CHECK(data.table.rows[4].last() == QStringLiteral("1"));
    CHECK(data.tensors.back().name == QStringLiteral("key_value_group"));
    CHECK(data.tensors.back().shape == std::vector<std::int64_t>{6});
    CHECK(data.tensors.back().values == std::vector<float>{0, 0, 0, 1, 1, 1});

    const FigureStyle style = paperStyle();
    const double height = figure.heightForWidth(660, style);
    CHECK(height == WallLayout::forPaper({4, 6, {6, 2}}, {}, 660, 1).area().height());
    QImage image(660, static_cast<int>(height), QImage::Format_RGB32);
    image.fill(style.palette.colours.panel);
    QPainter painter(&image);
    figure.paint(painter, QRectF(0, 0, 660, height), style);
    painter.end();
    const QRectF bracket = WallLayout::forPaper({4, 6, {6, 2}}, {}, 660, 1).groupHead(1);
    CHECK(
        image.pixel(static_cast<int>(bracket.left()) + 8, static_cast<int>(bracket.center().y()))
        == style.palette.colours.lineStrong.rgb());

    const FigureData alone = AtlasFigure(sampleModel(), sampleRun(), nullptr, {}).data();
    CHECK(alone.table.header.size() == 7);
    CHECK(alone.tensors.size() == 5);
}
