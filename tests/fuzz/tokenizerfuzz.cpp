#include "core/text/gguftokenizer.h"
#include "core/text/tokenizerfiles.h"
#include "tests/fuzz/input.h"

#include <memory>

using namespace headwaters;

namespace {

// A tokenizer.json, or a GGUF file where the bytes begin like one.
std::shared_ptr<const Tokenizer> load(const QString& path, bool gguf)
{
    if (gguf)
        return loadGgufTokenizer(readGgufMetadata(path));
    return std::make_shared<const BpeTokenizer>(readTokenizerJson(path, {}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString text = QString::fromUtf8(" When Mary's  2 l\xC3\xA4mps\r\n e\xCC\x81 "
                                           "<s>12345</s>\xE2\x96\x81\xF0\x9F\x98\x80 <|im_start|>ab abc! ");
    const bool gguf = size > 4 && std::equal(data, data + 4, "GGUF");
    const QString path = inputFile(data, size);
    refusedOrRead([&] {
        const auto tokenizer = load(path, gguf);
        for (TokenId id = 0; id < tokenizer->size() && id < 1000; ++id)
            static_cast<void>(tokenizer->tokenWithText(tokenText(tokenizer->token(id).bytes)));
        refusedOrRead([&] { static_cast<void>(tokenizer->decode(tokenizer->encodePrompt(text, true))); });
        refusedOrRead([&] { static_cast<void>(tokenizer->encodeContinuation(text)); });
    });
    return 0;
}
