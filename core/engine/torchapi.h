#pragma once

// The only file that includes libtorch. ivalue.h stands first because clang with libstdc++ 12 in C++20
// rejects the other headers before it; the operators are listed one by one because that compiles in half the
// time.
#include <ATen/core/ivalue.h>

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/_linalg_svd.h>
#include <ATen/ops/_softmax.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/bmm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/dot.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/linalg_qr.h>
#include <ATen/ops/logsumexp.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/mv.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <c10/util/Logging.h>

#include "core/base/error.h"

#include <new>
#include <utility>

namespace headwaters {

/// Sets libtorch up for this process, once: kernels and threads as the machine has them, its own messages
/// silenced. The first call should come early, before threads that read the environment.
void prepareTorch();

/// What libtorch says, as the Error that the rest of the program knows: the one place where it is turned into
/// text.
[[nodiscard]] Error torchError(const c10::Error& error);

/// Does `work` with tensors: libtorch prepared, no gradients, its errors turned into ours.
template <typename Work> auto withTorch(Work&& work) -> decltype(work())
{
    prepareTorch();
    const c10::InferenceMode inference;
    try {
        return std::forward<Work>(work)();
    } catch (const c10::Error& error) {
        throw torchError(error);
    } catch (const std::bad_alloc&) {
        throw failure(QStringLiteral("The memory of this machine does not suffice for this."));
    }
}

} // namespace headwaters
