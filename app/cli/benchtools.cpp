#include "app/cli/benchtools.h"

#include "app/bundledmodel.h"
#include "app/cli/processfigures.h"

#include <QElapsedTimer>

#include <algorithm>

namespace headwaters {

using namespace Qt::StringLiterals;

namespace {

// A measurement is repeated until either is used up, so that the whole stays below a minute on any model that
// the machine can hold.
constexpr int mostRepeats = 7;
constexpr double mostSeconds = 3;

double seconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) * 1e-9;
}

} // namespace

double medianSeconds(const std::function<void()>& work)
{
    std::vector<double> times;
    QElapsedTimer whole;
    whole.start();
    while (times.size() < 1 + mostRepeats && (times.empty() || seconds(whole) < mostSeconds)) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.push_back(seconds(timer));
    }
    if (times.size() > 1)
        times.erase(times.begin());
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

QJsonValue peakMemoryValue()
{
    const std::optional<qint64> bytes = peakMemory();
    return bytes ? QJsonValue(*bytes) : QJsonValue();
}

std::vector<TokenId> tokensFor(const Tokenizer& tokenizer, int count)
{
    std::vector<TokenId> ids = tokenizer.encodePrompt(firstPrompt(), true);
    const std::vector<TokenId> more = tokenizer.encodePrompt(firstPrompt(), false);
    while (std::cmp_less(ids.size(), count))
        ids.insert(ids.end(), more.begin(), more.end());
    ids.resize(static_cast<std::size_t>(count));
    return ids;
}

RunRequest requestFor(const Tokenizer& tokenizer, std::vector<TokenId> ids)
{
    const std::size_t count = ids.size();
    const bool hasBeginning = tokenizer.beginOfText() == ids.front();
    if (hasBeginning)
        ids.erase(ids.begin());
    RunRequest request{tokenizer.decode(ids), hasBeginning, {}, {}};
    while (tokenizer.encodePrompt(request.text, hasBeginning).size() > count && ids.size() > 1) {
        ids.pop_back();
        request.text = tokenizer.decode(ids);
    }
    return request;
}

QString milliseconds(const QJsonValue& seconds)
{
    return seconds.isDouble() ? u"%1 ms"_s.arg(seconds.toDouble() * 1000, 0, 'f', 1) : u"–"_s;
}

QString megabytes(const QJsonValue& bytes)
{
    return bytes.isDouble() ? u"%1 MB"_s.arg(bytes.toDouble() / 1e6, 0, 'f', 0) : u"–"_s;
}

} // namespace headwaters
