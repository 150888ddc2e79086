#include "core/text/modeltokenizer.h"

#include "core/text/gguftokenizer.h"

namespace headwaters {

std::shared_ptr<const Tokenizer> loadTokenizer(const ModelFolder& folder)
{
    return folder.gguf ? loadGgufTokenizer(folder.gguf->metadata()) : loadTokenizer(folder.path);
}

} // namespace headwaters
