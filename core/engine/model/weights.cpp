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
#include <utility>

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

/// The slot's tensor in the file; null where an optional one is absent.
const TensorView* find(const TensorFile& file, const WeightSlot& slot)
{
    const auto found = file.tensors().find(slot.name);
    if (found != file.tensors().end())
        return &found->second;
    if (slot.optional)
        return nullptr;
    const QStringList files = file.files();
    throw badInput(QStringLiteral("%1: the tensor %2 is missing; its shape would be %3.")
                       .arg(
                           files.isEmpty() ? QString() : QFileInfo(files.front()).fileName(), slot.name,
                           shapeText(slot.shape)));
}

void check(const TensorView& view, const WeightSlot& slot, const QString& source)
{
    const QString file = QFileInfo(view.file).fileName();
    if (view.dtype == DType::Other) {
        throw badInput(QStringLiteral("%1: %2 has the dtype %3, which Headwaters does not read.")
                           .arg(file, view.name, forMessage(view.storedDtype, 40)));
    }
    if (view.shape != slot.shape) {
        throw badInput(QStringLiteral("%1: %2 has the shape %3; by %4 it must be %5.")
                           .arg(file, view.name, shapeText(view.shape), source, shapeText(slot.shape)));
    }
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
    return bias.defined() ? bias.narrow(0, head * dHead, dHead) : bias;
}

at::Tensor writerOfHead(const at::Tensor& weight, std::int64_t head, std::int64_t dHead)
{
    return weight.narrow(0, head * dHead, dHead);
}

WeightCensus takeCensus(const TensorFile& file, const std::vector<WeightSlot>& slots, const QString& source)
{
    WeightCensus census;
    for (const WeightSlot& slot : slots) {
        const TensorView* view = find(file, slot);
        if (view == nullptr)
            continue;
        check(*view, slot, source);
        const auto numbers = static_cast<qint64>(elementCount(*view));
        census.parameters += numbers;
        census.numbers[view->dtype] += numbers;
        census.storedBytes += static_cast<qint64>(view->bytes.size());
    }
    census.dtype =
        census.numbers.size() == 1 ? dtypeText(census.numbers.begin()->first) : QStringLiteral("mixed");
    return census;
}

void readWeights(
    const TensorFile& file, const std::vector<WeightSlot>& slots, const CancelToken& cancel,
    const ProgressFunction& progress)
{
    std::vector<at::Tensor> tensors(slots.size());
    std::vector<Slice> slices;
    for (std::size_t at = 0; at < slots.size(); ++at) {
        const TensorView* view = find(file, slots[at]);
        if (view == nullptr)
            continue;
        tensors[at] = at::empty(slots[at].shape, at::kFloat);
        addSlices(slices, *view, tensors[at]);
    }
    widenAll(slices, cancel, progress);
    // A slot may make a rearranged copy; each original is let go at once, so that one of them stands twice at
    // most.
    for (std::size_t at = 0; at < slots.size(); ++at) {
        if (tensors[at].defined())
            slots[at].place(std::exchange(tensors[at], {}));
    }
}

at::Tensor readRows(const TensorView& matrix, const std::vector<std::int64_t>& rows)
{
    const std::int64_t columns = matrix.shape[1];
    at::Tensor read = at::empty({static_cast<std::int64_t>(rows.size()), columns}, at::kFloat);
    std::span<float> out(read.data_ptr<float>(), static_cast<std::size_t>(read.numel()));
    const auto width = static_cast<std::size_t>(columns);
    for (std::size_t at = 0; at < rows.size(); ++at)
        widen({&matrix, static_cast<std::size_t>(rows[at]) * width, out.subspan(at * width, width)});
    return read;
}

at::Tensor readRows(const TensorView& matrix, std::int64_t first, std::int64_t count)
{
    const std::int64_t columns = matrix.shape[1];
    at::Tensor read = at::empty({count, columns}, at::kFloat);
    widen({
        &matrix,
        static_cast<std::size_t>(first * columns),
        {read.data_ptr<float>(), static_cast<std::size_t>(read.numel())},
    });
    return read;
}

} // namespace headwaters
