#pragma once

// What is published about GPT-2 small is asserted in gpt2smalltest.cpp, which ctest lists as skipped where
// the model is not there.

#include "core/files/modelplaces.h"

#include <QDir>

#include <iostream>

namespace headwaters {

/// The folder of GPT-2 small: HEADWATERS_GPT2 names it, else it is looked for in the cache of Hugging Face;
/// empty where it is not, which is said in the words by which ctest knows a skipped test.
inline QString gpt2SmallModel()
{
    const QString named = qEnvironmentVariable("HEADWATERS_GPT2");
    if (!named.isEmpty())
        return named;
    for (const ModelPlace& place : modelPlaces()) {
        if (place.layout != ModelPlace::Layout::HubCache)
            continue;
        for (const char* name : {"models--openai-community--gpt2", "models--gpt2"}) {
            const QDir snapshots(
                place.path + QLatin1Char('/') + QLatin1String(name) + QLatin1String("/snapshots"));
            const QStringList found = snapshots.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
            if (!found.isEmpty())
                return snapshots.filePath(found.last());
        }
    }
    std::cout << "SKIPPED: GPT-2 small is not there; HEADWATERS_GPT2 may name its folder.\n";
    return {};
}

} // namespace headwaters
