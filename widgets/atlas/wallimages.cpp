#include "widgets/atlas/wallimages.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace headwaters {

namespace {

std::size_t at(int row, int column, int width)
{
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column);
}

} // namespace

Thumbnail reduced(const Thumbnail& thumbnail, int pixels, double neutral)
{
    const int side = std::clamp(pixels, 1, std::max(1, thumbnail.size));
    if (side >= thumbnail.size)
        return thumbnail;
    Thumbnail small;
    small.size = side;
    small.values.assign(at(side, 0, side), static_cast<std::uint8_t>(std::ceil(neutral)));
    const auto strength = [neutral](std::uint8_t value) { return std::abs(value - neutral); };
    for (int row = 0; row < thumbnail.size; ++row)
        for (int column = 0; column < thumbnail.size; ++column) {
            std::uint8_t& value =
                small.values[at(row * side / thumbnail.size, column * side / thumbnail.size, side)];
            const std::uint8_t other = thumbnail.values[at(row, column, thumbnail.size)];
            if (strength(other) > strength(value))
                value = other;
        }
    return small;
}

QImage thumbnailImage(const Thumbnail& thumbnail, const QVector<QRgb>& table)
{
    if (thumbnail.size < 1)
        return {};
    QImage image(thumbnail.size, thumbnail.size, QImage::Format_Indexed8);
    image.setColorTable(table);
    for (int row = 0; row < thumbnail.size; ++row)
        std::memcpy(
            image.scanLine(row), &thumbnail.values[at(row, 0, thumbnail.size)],
            static_cast<std::size_t>(thumbnail.size));
    return image;
}

void WallImages::setLayers(const Layers& layers, int nHeads)
{
    const bool sameShape = nHeads == m_nHeads && layers.size() == m_layers.size();
    if (!sameShape)
        m_images.clear();
    m_images.resize(at(static_cast<int>(layers.size()), 0, nHeads));
    for (std::size_t layer = 0; sameShape && layer < layers.size(); ++layer)
        if (layers[layer] != m_layers[layer])
            for (int head = 0; head < nHeads; ++head)
                m_images[at(static_cast<int>(layer), head, nHeads)] = {};
    m_layers = layers;
    m_nHeads = nHeads;
}

void WallImages::setColours(const QVector<QRgb>& table)
{
    m_table = table;
    for (QImage& image : m_images)
        if (!image.isNull())
            image.setColorTable(table);
}

void WallImages::setNeutral(double neutral)
{
    if (neutral == m_neutral)
        return;
    m_neutral = neutral;
    for (QImage& image : m_images)
        image = {};
}

void WallImages::setPixels(int pixels)
{
    const int before = m_pixels;
    m_pixels = std::max(1, pixels);
    for (std::size_t i = 0; i < m_images.size(); ++i) {
        if (m_images[i].isNull())
            continue;
        const HeadIndex head{static_cast<int>(i) / m_nHeads, static_cast<int>(i) % m_nHeads};
        const HeadSummary* summary = headSummary(m_layers, head);
        const int size = summary ? summary->thumbnail.size : 0;
        if (std::min(size, before) != std::min(size, m_pixels))
            m_images[i] = {};
    }
}

const QImage& WallImages::image(HeadIndex head)
{
    static const QImage none;
    const HeadSummary* summary = headSummary(m_layers, head);
    if (!summary || head.head >= m_nHeads)
        return none;
    QImage& image = m_images[at(head.layer, head.head, m_nHeads)];
    if (image.isNull())
        image = thumbnailImage(reduced(summary->thumbnail, m_pixels, m_neutral), m_table);
    return image;
}

int WallImages::madeCount() const
{
    return static_cast<int>(
        std::count_if(m_images.begin(), m_images.end(), [](const QImage& image) { return !image.isNull(); }));
}

} // namespace headwaters
