#pragma once

#include "core/files/tensorfile.h"
#include "core/results/namedtensor.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <map>
#include <memory>
#include <vector>

namespace headwaters {

/// A GPT-2 folder with random weights whose configuration and tensors a test may change before it is written.
/// Its tokenizer is that of tests/data/gpt2-tiny, which knows 320 tokens.
struct RandomModel {
    QJsonObject config;
    std::map<QString, NamedTensor> tensors;
    DType dtype = DType::F32;

    /// A model with 2 layers, 2 heads of 6, an MLP of 20, a context of 32 and 330 rows; `changes` replace
    /// fields of the configuration, sizes included, before the weights are drawn.
    explicit RandomModel(const QJsonObject& changes = {});

    /// Writes config.json, model.safetensors and the tokenizer into a folder that lives as long as the
    /// result.
    [[nodiscard]] std::unique_ptr<QTemporaryDir> write() const;
};

} // namespace headwaters
