#pragma once

#include <QString>

#include <QtGlobal>
#include <utility>
#include <vector>

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
    QString dtype; ///< of the weights in the file: `float16`, `Q4_1` (of most of them in a GGUF file);
                   ///< `mixed` where the tensors of a folder differ
    QString fileType; ///< `safetensors`, `GGUF`
    std::vector<std::pair<QString, qint64>> storedNumbers; ///< how many numbers stand in each dtype
    qint64 storedBytes = 0; ///< what the weights take in the file
    bool weightsStayInFile = false; ///< they are widened a layer at a time, since memory is short
    QString
        sha256; ///< of the weight file (several: of their hashes in order of name); may be empty until taken
};

} // namespace headwaters
