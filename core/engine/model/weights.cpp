#include "core/engine/model/weights.h"

#include "core/engine/memory.h"
#include "core/engine/threads.h"

#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <exception>
#include <future>
#include <set>

namespace headwaters {

namespace {

// Widened in slices of 4 million numbers, some milliseconds each, so that cancel answers in time; a multiple
// of every block length.
constexpr std::size_t sliceLength = std::size_t{1} << 22U;
constexpr int mostReaders = 4;

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList numbers;
    for (const std::int64_t extent : shape)
        numbers << QString::number(extent);
    return QStringLiteral("[%1]").arg(numbers.join(QStringLiteral(", ")));
}

std::int64_t productOf(const std::vector<std::int64_t>& shape)
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
    if (view.dtype == DType::Other) {
        throw badInput(QStringLiteral("%1: %2 has the dtype %3, which Headwaters does not read.")
                           .arg(QFileInfo(view.file).fileName(), view.name, view.storedDtype));
    }
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

/// A part of a tensor, and where it goes.
struct Slice {
    const TensorView* view;
    std::size_t first; // element of the tensor
    std::span<float> out;
};

void addSlices(std::vector<Slice>& slices, const TensorView& view, const at::Tensor& tensor)
{
    const std::span<float> all(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
    for (std::size_t first = 0; first < all.size(); first += sliceLength)
        slices.push_back({&view, first, all.subspan(first, std::min(sliceLength, all.size() - first))});
}

void widen(const Slice& slice)
{
    const TensorView stored = part(*slice.view, slice.first, slice.out.size());
    aboutToRead(stored.bytes);
    toFloat32(stored, slice.out);
    doneReading(stored.bytes);
    if (!allFinite(slice.out))
        throw notFinite(*slice.view, slice.out, slice.first);
}

/// Widens all slices with a few threads: most of the time goes into page faults, and those of one thread
/// leave the other processors idle. Progress is told by the calling thread; of several faults the first by
/// place is thrown.
void widenAll(const std::vector<Slice>& slices, const CancelToken& cancel, const ProgressFunction& progress)
{
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    std::vector<std::exception_ptr> faults(slices.size());
    const auto work = [&](const ProgressFunction& tell) {
        for (std::size_t at = next++; at < slices.size() && !failed && !cancel.isCancelled(); at = next++) {
            try {
                widen(slices[at]);
            } catch (...) {
                faults[at] = std::current_exception();
                failed = true;
            }
            if (tell)
                tell(static_cast<int>(std::min(at + 1, slices.size())), static_cast<int>(slices.size()));
        }
    };
    std::vector<std::future<void>> helpers;
    for (int helper = 1; helper < std::min(availableProcessors(), mostReaders); ++helper)
        helpers.push_back(std::async(std::launch::async, work, ProgressFunction()));
    work(progress);
    for (std::future<void>& helper : helpers)
        helper.get();
    cancel.throwIfCancelled();
    for (const std::exception_ptr& fault : faults) {
        if (fault)
            std::rethrow_exception(fault);
    }
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
        widened += productOf(slot.shape);
        if (view == nullptr)
            continue;
        census.parameters += productOf(slot.shape);
        dtypes.insert(view->dtype);
    }
    census.dtype = dtypes.size() == 1 ? dtypeText(*dtypes.begin()) : QStringLiteral("mixed");
    requireMemory(widened * static_cast<std::int64_t>(sizeof(float)), QStringLiteral("The model in float32"));

    std::vector<at::Tensor> tensors;
    std::vector<Slice> slices;
    for (std::size_t at = 0; at < slots.size(); ++at) {
        const bool present = views[at] != nullptr;
        tensors.push_back(
            present ? at::empty(slots[at].shape, at::kFloat) : at::zeros(slots[at].shape, at::kFloat));
        if (present)
            addSlices(slices, *views[at], tensors.back());
    }
    widenAll(slices, cancel, progress);
    for (std::size_t at = 0; at < slots.size(); ++at)
        slots[at].place(tensors[at]);
    return census;
}

} // namespace headwaters
