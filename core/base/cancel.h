#pragma once

#include <atomic>
#include <functional>
#include <memory>

namespace headwaters {

/// A flag shared by the one who asks for work and the one who does it. Copies share the flag. Work calls
/// `throwIfCancelled()` at every step that may last longer than 50 ms, so that cancel answers within 100 ms.
class CancelToken {
public:
    CancelToken() : m_flag(std::make_shared<std::atomic<bool>>(false)) { }

    void cancel() const noexcept { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const noexcept { return m_flag->load(std::memory_order_relaxed); }
    /// Throws the `cancelled()` error once somebody has called `cancel()`.
    void throwIfCancelled() const;

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

/// Determinate progress: `done` of `total` steps, told from the thread that works.
using ProgressFunction = std::function<void(int done, int total)>;

} // namespace headwaters
