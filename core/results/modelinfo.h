#pragma once

#include <QString>
#include <QtGlobal>

namespace headwaters {

/// What is known of an open model without its weights: the chip in the window and `headwaters info`.
struct ModelInfo {
    QString name; ///< the folder's name
    QString path; ///< absolute path of the folder
    QString family; ///< `gpt2`
    int nLayers = 0;
    int nHeads = 0; ///< query heads per layer
    int nKeyValueHeads = 0; ///< equals nHeads without grouped keys and values
    int dModel = 0;
    int dHead = 0;
    int dMlp = 0;
    int nCtx = 0; ///< longest prompt in tokens
    int dVocab = 0;
    qint64 parameters = 0; ///< numbers in the checkpoint; a tied unembedding counts once
    QString dtype; ///< of the weights in the file: `float16`; `mixed` where they differ
    QString
        sha256; ///< of the weight file (several: of their hashes in order of name); may be empty until taken
};

} // namespace headwaters
