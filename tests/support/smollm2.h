#pragma once

// Tests that need a real model stand in files named *smollm2test.cpp: ctest lists such a file as skipped
// where the model is not there.

#include "core/files/modelplaces.h"

#include <QFileInfo>

#include <iostream>

namespace headwaters {

/// SmolLM2-135M-Instruct where `packaging/get-model smollm2` puts it; empty where it is not, which is said in
/// the words by which ctest knows a skipped test.
inline QString smollm2Model()
{
    const QString path = modelDataFolder() + QStringLiteral("/SmolLM2-135M-Instruct.Q4_1.gguf");
    if (QFileInfo(path).isFile())
        return path;
    std::cout << "SKIPPED: there is no " << path.toStdString()
              << "; packaging/get-model smollm2 fetches it.\n";
    return {};
}

} // namespace headwaters
