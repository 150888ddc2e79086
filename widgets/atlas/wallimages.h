#pragma once

#include "core/base/headindex.h"
#include "widgets/atlas/ranking.h"

#include <QImage>
#include <QVector>

#include <vector>

namespace headwaters {

/// A thumbnail of at most `pixels` rows: the picture itself, or the largest value of each block where it is
/// larger, so that a thin line never falls between two pixels. Where values count both ways from a `neutral`
/// one, the farthest from it is kept.
[[nodiscard]] Thumbnail reduced(const Thumbnail& thumbnail, int pixels, double neutral = 0);
/// One pixel per value, Indexed8 with `table` as its 256 colours.
[[nodiscard]] QImage thumbnailImage(const Thumbnail& thumbnail, const QVector<QRgb>& table);

/// The pictures of all heads, each made once when it is first looked at. Another theme swaps colour tables
/// and touches no pixel.
class WallImages {
public:
    /// Takes the layers of a run; what was made of layers that stay is kept.
    void setLayers(const Layers& layers, int nHeads);
    void setColours(const QVector<QRgb>& table);
    /// The value that stands for nothing, see `reduced`.
    void setNeutral(double neutral);
    /// The side in device pixels at which images will be drawn; larger ones are reduced to it.
    void setPixels(int pixels);

    /// Null where the layer has not arrived.
    [[nodiscard]] const QImage& image(HeadIndex head);
    /// How many images exist now.
    [[nodiscard]] int madeCount() const;

private:
    Layers m_layers;
    int m_nHeads = 0;
    int m_pixels = Thumbnail::largest;
    double m_neutral = 0;
    QVector<QRgb> m_table;
    std::vector<QImage> m_images; ///< [layer, head]
};

} // namespace headwaters
