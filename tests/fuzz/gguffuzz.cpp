#include "core/files/gguf.h"
#include "tests/fuzz/tensors.h"

using namespace headwaters;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString path = inputFile(data, size);
    refusedOrRead([&] {
        const auto file = openGguf(path);
        readTensors(*file);
        const GgufMetadata& metadata = file->metadata();
        for (const auto& entry : metadata.values()) {
            const QString& name = entry.first;
            refusedOrRead([&] { static_cast<void>(metadata.text(name)); });
            refusedOrRead([&] { static_cast<void>(metadata.integer(name)); });
            refusedOrRead([&] { static_cast<void>(metadata.number(name)); });
            refusedOrRead([&] { static_cast<void>(metadata.flag(name)); });
            refusedOrRead([&] { static_cast<void>(metadata.texts(name)); });
            refusedOrRead([&] { static_cast<void>(metadata.numbers(name)); });
        }
    });
    return 0;
}
