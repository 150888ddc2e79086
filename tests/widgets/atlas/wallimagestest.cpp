#include "widgets/atlas/wallimages.h"

#include "support/testing.h"

using namespace headwaters;

namespace {

Layers oneHead(const Thumbnail& thumbnail)
{
    auto layer = std::make_shared<LayerResult>();
    layer->heads = {{{0, 0}, thumbnail, 0, 0}};
    return {layer};
}

QVector<QRgb> greys()
{
    QVector<QRgb> table;
    for (int i = 0; i < 256; ++i)
        table << qRgb(i, i, i);
    return table;
}

} // namespace

TEST_CASE("A thumbnail becomes one pixel per value")
{
    const QImage image = thumbnailImage({3, {255, 0, 0, 128, 127, 0, 1, 2, 3}}, greys());
    CHECK((image.format() == QImage::Format_Indexed8));
    CHECK((image.size() == QSize(3, 3)));
    CHECK(image.pixelIndex(0, 1) == 128); // x is the key, y the query
    CHECK(image.pixelIndex(2, 2) == 3);
    CHECK(image.pixel(0, 0) == qRgb(255, 255, 255));
}

TEST_CASE("A reduced thumbnail keeps the largest value of each block")
{
    Thumbnail map{5, std::vector<std::uint8_t>(25, 0)};
    map.values[3 * 5 + 2] = 200; // row 3, column 2
    map.values[4 * 5 + 4] = 90;
    const Thumbnail small = reduced(map, 3); // rows 0 and 1, 2 and 3, 4
    REQUIRE(small.size == 3);
    CHECK(small.values == std::vector<std::uint8_t>{0, 0, 0, 0, 200, 0, 0, 0, 90});
    CHECK(reduced(map, 5).values == map.values);
}

TEST_CASE("Images are made when looked at, kept, and only recoloured by a theme change")
{
    WallImages images;
    images.setColours(greys());
    images.setLayers(oneHead({2, {10, 0, 20, 30}}), 1);
    CHECK(images.madeCount() == 0);
    CHECK_FALSE(images.image({0, 0}).isNull());
    CHECK(images.madeCount() == 1);
    const uchar* pixels = images.image({0, 0}).constBits();

    QVector<QRgb> red = greys();
    red[20] = qRgb(255, 0, 0);
    images.setColours(red);
    CHECK(images.image({0, 0}).constBits() == pixels);
    CHECK(images.image({0, 0}).pixel(0, 1) == qRgb(255, 0, 0));
    CHECK(images.image({3, 0}).isNull());
}

TEST_CASE("A layer that arrives leaves the images of the others alone")
{
    Layers layers = oneHead({1, {255}});
    layers.push_back(nullptr);
    WallImages images;
    images.setColours(greys());
    images.setLayers(layers, 1);
    CHECK_FALSE(images.image({0, 0}).isNull());
    CHECK(images.image({1, 0}).isNull());
    layers[1] = oneHead({1, {7}})[0];
    images.setLayers(layers, 1);
    CHECK(images.madeCount() == 1);
    CHECK(images.image({1, 0}).pixelIndex(0, 0) == 7);
}
