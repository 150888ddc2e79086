#pragma once

#include "core/base/cancel.h"
#include "core/files/gguf.h"
#include "core/files/tensorfile.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace headwaters {

/// A model on disk, resolved and opened: configuration parsed, weights mapped, nothing copied yet. It is a
/// Hugging Face folder or a GGUF file.
struct ModelFolder {
    QString name; ///< what a person calls it: the folder's name; in the hub cache `org/name` of
                  ///< `models--org--name`; of a GGUF file its `general.name`, else the file's name
    QString path; ///< absolute path of the folder that holds config.json (after following `snapshots/`), or
                  ///< of the GGUF file
    QJsonObject config; ///< config.json; empty where it is a GGUF file
    std::shared_ptr<const TensorFile> weights;
    std::shared_ptr<const GgufFile> gguf; ///< the weights again where they are a GGUF file, else null
};

/// Opens a folder with `config.json` and `model.safetensors` or `model.safetensors.index.json`; also a
/// hub-cache folder (`models--org--name`, whose `refs/main` names the snapshot, else the only or newest one),
/// or a path to one of those files; or a GGUF file, which ends in `.gguf` or begins as one (the blobs of
/// Ollama), or a folder that holds one GGUF file and no such weights. \throws Error (bad input) that names
/// the file which is missing or broken, and the models to choose from where a folder holds several.
[[nodiscard]] ModelFolder openModelFolder(const QString& path);

/// The models that a folder holds, as absolute paths for openModelFolder, in order of name: the folder itself
/// where it is a Hugging Face model, else its GGUF files (of a split one the first part) and the models in
/// the folders right below it. Reads names only.
[[nodiscard]] QStringList modelsIn(const QString& folder);

/// SHA-256 of the weight file, hexadecimal; of several files: the hash of their hashes (as hexadecimal text,
/// one directly after another) in order of name. Reads in blocks so that cancel answers at once.
[[nodiscard]] QString weightsSha256(const TensorFile& weights, const CancelToken& cancel);

} // namespace headwaters
