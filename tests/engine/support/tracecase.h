#pragma once

#include "core/circuit/circuit.h"
#include "core/engine/model/model.h"
#include "core/engine/trace/tracer.h"
#include "core/text/tokenizer.h"

#include <QJsonObject>

namespace headwaters {

/// A model opened for traces.
struct TracedModel {
    std::shared_ptr<const Model> model;
    std::shared_ptr<const Tokenizer> tokenizer;

    [[nodiscard]] static TracedModel open(const QString& path);
};

/// tests/data/traces/NAME.
[[nodiscard]] QJsonObject traceFixture(const QString& name);

/// What a case of the fixtures asks for.
[[nodiscard]] TraceRequest requestOf(const QJsonObject& traceCase, const Tokenizer& tokenizer);
[[nodiscard]] std::vector<TokenId> idsOf(const QJsonObject& traceCase, const Tokenizer& tokenizer);

/// How a circuit differs from a case's nodes and edges: one sentence each, at most some; empty where same
/// nodes and edges, same direction lists, weights within `tolerance`.
[[nodiscard]] QStringList differences(const Circuit& circuit, const QJsonObject& traceCase, double tolerance);

/// A prompt of the SAD fixture, its tokens named by their roles in the order in which later ones overwrite.
[[nodiscard]] TracePrompt promptWithRoles(const QJsonObject& prompt, const Tokenizer& tokenizer);
/// As `differences`, with counts, for the merged graph of the SAD fixture.
[[nodiscard]] QStringList
sadDifferences(const Circuit& circuit, const QJsonObject& fixture, double tolerance);

} // namespace headwaters
