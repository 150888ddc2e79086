#include "core/text/modeltokenizer.h"

#include "core/text/gguftokenizer.h"

namespace headwaters {

std::shared_ptr<const Tokenizer> loadTokenizer(const ModelFolder& model)
{
    return model.gguf ? loadGgufTokenizer(model.gguf->metadata()) : loadTokenizer(model.path);
}

} // namespace headwaters
