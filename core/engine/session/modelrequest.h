#pragma once

#include "core/base/cancel.h"
#include "core/base/error.h"

#include <QtGlobal>

#include <exception>

namespace headwaters {

/// The newest request of one kind. Only its answer is passed on.
struct ModelRequest {
    quint64 number = 0;
    bool isPending = false;
    CancelToken cancel;

    /// Silences the request before and begins a new one.
    void renew()
    {
        silence();
        isPending = true;
        cancel = {};
    }

    /// Nobody waits for an answer any more.
    void silence()
    {
        cancel.cancel();
        isPending = false;
        ++number;
    }

    [[nodiscard]] bool isNewest(quint64 asked) const { return isPending && number == asked; }
};

/// What an exception says, as a value that can cross threads.
[[nodiscard]] Problem problemOf(const std::exception_ptr& exception);

} // namespace headwaters
