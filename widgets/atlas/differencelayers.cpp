#include "widgets/atlas/differencelayers.h"

#include "widgets/common/numberformat.h"

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

std::uint8_t coded(float value, double bound)
{
    const double share = bound > 0 ? std::clamp(static_cast<double>(value) / bound, -1.0, 1.0) : 0;
    return static_cast<std::uint8_t>(std::lround(127.5 + 127.5 * share));
}

} // namespace

QString DifferenceLayers::boundText() const
{
    return signedText(bound, bound < 0.1 ? 4 : 2);
}

WallScale differenceScale(const DifferenceLayers& differences)
{
    const double bound = differences.bound;
    return {
        true, signedText(-bound, bound < 0.1 ? 4 : 2), differences.boundText(),
        QStringLiteral("attention, A − B")};
}

DifferenceLayers differenceLayers(const std::vector<std::shared_ptr<const LayerDifference>>& differences)
{
    DifferenceLayers made;
    for (const auto& layer : differences) {
        if (!layer)
            continue;
        for (const HeadDifference& head : layer->heads)
            made.bound = std::max(made.bound, static_cast<double>(head.largest));
    }
    for (const auto& layer : differences) {
        if (!layer) {
            made.layers.push_back(nullptr);
            continue;
        }
        auto pictures = std::make_shared<LayerResult>();
        pictures->layer = layer->layer;
        for (const HeadDifference& head : layer->heads) {
            HeadSummary summary;
            summary.head = head.head;
            summary.thumbnail.size = head.picture.size;
            for (const float value : head.picture.values)
                summary.thumbnail.values.push_back(coded(value, made.bound));
            pictures->heads.push_back(std::move(summary));
        }
        made.layers.push_back(std::move(pictures));
    }
    return made;
}

} // namespace headwaters
