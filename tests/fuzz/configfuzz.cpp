#include "core/engine/model/model.h"
#include "core/files/reading.h"
#include "tests/fuzz/input.h"

using namespace headwaters;

namespace {

/// The weights of the tiny Llama, which fit few of the configurations: most are refused by a field or by a
/// shape, and one that fits is run.
std::shared_ptr<const TensorFile> someWeights()
{
    static const auto weights = openSafetensorsShards(
        QStringLiteral(HEADWATERS_TEST_DATA "/llama-tiny/model.safetensors.index.json"));
    return weights;
}

} // namespace

// config.json of a Hugging Face folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    refusedOrRead([&] {
        ModelFolder folder;
        folder.name = QStringLiteral("fuzzed");
        folder.config = parseJsonObject(bytes, QStringLiteral("config.json"));
        folder.weights = someWeights();
        const auto model = Model::load(folder, {}, {}, WeightPlacement::Resident);
        static_cast<void>(model->capture({{{1, 2, 3}}, {QStringLiteral("logits")}, true}, {}));
    });
    return 0;
}
