#include "core/files/tensorfile.h"
#include "tests/fuzz/tensors.h"

using namespace headwaters;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString path = inputFile(data, size);
    refusedOrRead([&] { readTensors(*openSafetensors(path)); });
    return 0;
}
