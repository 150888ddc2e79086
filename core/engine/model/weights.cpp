#include "core/engine/model/weights.h"

#include "core/engine/memory.h"

#include <QFileInfo>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

namespace headwaters {

namespace {

// Widened in slices of 4 million numbers, some milliseconds each, so that cancel answers in time.
constexpr std::size_t sliceLength = std::size_t{1} << 22U;

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList numbers;
    for (const std::int64_t extent : shape)
        numbers << QString::number(extent);
    return QStringLiteral("[%1]").arg(numbers.join(QStringLiteral(", ")));
}

std::int64_t elementCount(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= extent;
    return count;
}

/// The slot's tensor in the file, its shape checked; null where an optional one is absent.
const TensorView* find(const TensorFile& file, const WeightSlot& slot)
{
    const auto found = file.tensors().find(slot.name);
    if (found == file.tensors().end()) {
        if (slot.optional)
            return nullptr;
        const QStringList files = file.files();
        throw badInput(QStringLiteral("%1: the tensor %2 is missing; its shape would be %3.")
                           .arg(
                               files.isEmpty() ? QString() : QFileInfo(files.front()).fileName(), slot.name,
                               shapeText(slot.shape)));
    }
    const TensorView& view = found->second;
    if (view.shape != slot.shape) {
        throw badInput(QStringLiteral("%1: %2 has the shape %3; by config.json it must be %4.")
                           .arg(
                               QFileInfo(view.file).fileName(), view.name, shapeText(view.shape),
                               shapeText(slot.shape)));
    }
    return &view;
}

bool allFinite(std::span<const float> values)
{
    // An exponent of all ones is NaN or infinite. Integers, so that the compiler can do many at a time.
    constexpr std::uint32_t exponent = 0x7f800000U;
    std::uint32_t bad = 0;
    for (const float value : values)
        bad |= static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(value) & exponent) == exponent);
    return bad == 0;
}

Error notFinite(const TensorView& view, std::span<const float> values, std::size_t first)
{
    std::size_t at = 0;
    while (std::isfinite(values[at]))
        ++at;
    auto flat = static_cast<std::int64_t>(first + at);
    std::vector<std::int64_t> index(view.shape.size());
    for (std::size_t axis = index.size(); axis-- > 0;) {
        index[axis] = flat % view.shape[axis];
        flat /= view.shape[axis];
    }
    return badInput(QStringLiteral("%1: %2%3 is %4; weights must be finite.")
                        .arg(
                            QFileInfo(view.file).fileName(), view.name, shapeText(index),
                            std::isnan(values[at]) ? QStringLiteral("NaN")
                                : values[at] > 0   ? QStringLiteral("infinite")
                                                   : QStringLiteral("minus infinite")));
}

at::Tensor widen(const TensorView& view, const CancelToken& cancel)
{
    at::Tensor tensor = at::empty(view.shape, at::kFloat);
    const std::span<float> all(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
    const std::size_t width = all.empty() ? 0 : view.bytes.size() / all.size();
    TensorView slice = view;
    for (std::size_t first = 0; first < all.size(); first += sliceLength) {
        cancel.throwIfCancelled();
        const std::span<float> out = all.subspan(first, std::min(sliceLength, all.size() - first));
        slice.shape = {static_cast<std::int64_t>(out.size())};
        slice.bytes = view.bytes.subspan(first * width, out.size() * width);
        toFloat32(slice, out);
        if (!allFinite(out))
            throw notFinite(view, out, first);
    }
    return tensor;
}

} // namespace

at::Tensor readerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead)
{
    return weight.narrow(1, head * dHead, dHead);
}

at::Tensor biasOfHead(const at::Tensor& bias, std::int64_t head, std::int64_t dHead)
{
    return bias.narrow(0, head * dHead, dHead);
}

at::Tensor writerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead)
{
    return weight.narrow(0, head * dHead, dHead);
}

WeightCensus readWeights(
    const TensorFile& file, const std::vector<WeightSlot>& slots, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    std::vector<const TensorView*> views;
    std::set<DType> dtypes;
    WeightCensus census;
    std::int64_t widened = 0;
    for (const WeightSlot& slot : slots) {
        const TensorView* view = find(file, slot);
        views.push_back(view);
        widened += elementCount(slot.shape);
        if (view == nullptr)
            continue;
        census.parameters += elementCount(slot.shape);
        dtypes.insert(view->dtype);
    }
    census.dtype = dtypes.size() == 1 ? dtypeText(*dtypes.begin()) : QStringLiteral("mixed");
    requireMemory(widened * static_cast<std::int64_t>(sizeof(float)), QStringLiteral("The model in float32"));

    const auto total = static_cast<int>(slots.size());
    for (int done = 0; done < total; ++done) {
        const auto at = static_cast<std::size_t>(done);
        slots[at].place(
            views[at] != nullptr ? widen(*views[at], cancel) : at::zeros(slots[at].shape, at::kFloat));
        if (progress)
            progress(done + 1, total);
    }
    return census;
}

} // namespace headwaters
