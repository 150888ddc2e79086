#pragma once

#include "core/base/cancel.h"
#include "core/files/gguf.h"
#include "core/files/tensorfile.h"

#include <QJsonObject>
#include <QString>

#include <memory>

namespace headwaters {

/// A Hugging Face folder, resolved and opened: configuration parsed, weights mapped, nothing copied yet.
struct ModelFolder {
    QString name; ///< what a person calls it: the folder's name; in the hub cache `org/name` of
                  ///< `models--org--name`
    QString path; ///< absolute path of the folder that holds config.json (after following `snapshots/`)
    QJsonObject config; ///< config.json
    std::shared_ptr<const TensorFile> weights;
    std::shared_ptr<const GgufFile> gguf; ///< the weights again where they are a GGUF file, else null
};

/// Opens a folder with `config.json` and `model.safetensors` or `model.safetensors.index.json`; also a
/// hub-cache folder (`models--org--name`, whose `refs/main` names the snapshot, else the only or newest one),
/// or a path to one of those files. \throws Error (bad input) that names the file which is missing or broken.
[[nodiscard]] ModelFolder openModelFolder(const QString& path);

/// SHA-256 of the weight file, hexadecimal; of several files: the hash of their hashes (as hexadecimal text,
/// one directly after another) in order of name. Reads in blocks so that cancel answers at once.
[[nodiscard]] QString weightsSha256(const TensorFile& weights, const CancelToken& cancel);

} // namespace headwaters
