#pragma once

#include "core/engine/trace/traceinspector.h"
#include "engine/support/plaintrace.h"

namespace headwaters {

/// A tiny model and the same in plain loops, with a prompt that ran in both.
struct TraceModelCase {
    ModelArrays arrays;
    std::vector<TokenId> ids;
    plain::Model canonical;
    plain::Trace trace;
    Tracer tracer;
    TraceInspector inspector;

    TraceModelCase(const ModelArrays& given, const std::vector<TokenId>& prompt);
    /// `abs`, `rope` or `cap` of tiny_reference.json, or a folder of tests/data, with the first 9 tokens of
    /// its first prompt, which is more than its windows hold.
    [[nodiscard]] static std::unique_ptr<TraceModelCase> open(const QString& name);

    [[nodiscard]] int last() const { return static_cast<int>(ids.size()) - 1; }
    /// Some firings of every layer above the first: where each head looks most, at the last token or in the
    /// middle of the prompt.
    [[nodiscard]] std::vector<Firing> firings() const;
};

/// One of every architecture: families, biases, caps, windows, norms behind attention, over heads.
[[nodiscard]] QStringList tracedArchitectures();

/// Weights for a configuration, drawn by a fixed rule; biases and norms included.
[[nodiscard]] ModelArrays randomArrays(const ModelConfig& config, unsigned seed = 1);
/// An array that a test may change.
[[nodiscard]] NamedTensor& arrayOf(ModelArrays& arrays, const QString& name);

} // namespace headwaters
