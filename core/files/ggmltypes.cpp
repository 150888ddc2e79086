#include "core/files/ggmltypes.h"

#include <algorithm>
#include <array>

namespace headwaters {

namespace {

struct Numbered {
    std::uint32_t number;
    GgmlType type;
};

// 4 and 5 were given up before GGUF; 31 to 33 and 36 to 38 are Q4_0 and IQ4_NL with the blocks of several
// rows interleaved.
constexpr std::array<Numbered, 42> types{{
    {0, {"F32", DType::F32, 1, 4}},
    {1, {"F16", DType::F16, 1, 2}},
    {2, {"Q4_0", DType::Q4_0, 32, 18}},
    {3, {"Q4_1", DType::Q4_1, 32, 20}},
    {4, {"Q4_2", DType::Other, 16, 10}},
    {5, {"Q4_3", DType::Other, 16, 12}},
    {6, {"Q5_0", DType::Q5_0, 32, 22}},
    {7, {"Q5_1", DType::Q5_1, 32, 24}},
    {8, {"Q8_0", DType::Q8_0, 32, 34}},
    {9, {"Q8_1", DType::Other, 32, 36}},
    {10, {"Q2_K", DType::Q2_K, 256, 84}},
    {11, {"Q3_K", DType::Q3_K, 256, 110}},
    {12, {"Q4_K", DType::Q4_K, 256, 144}},
    {13, {"Q5_K", DType::Q5_K, 256, 176}},
    {14, {"Q6_K", DType::Q6_K, 256, 210}},
    {15, {"Q8_K", DType::Other, 256, 292}},
    {16, {"IQ2_XXS", DType::Other, 256, 66}},
    {17, {"IQ2_XS", DType::Other, 256, 74}},
    {18, {"IQ3_XXS", DType::Other, 256, 98}},
    {19, {"IQ1_S", DType::Other, 256, 50}},
    {20, {"IQ4_NL", DType::IQ4_NL, 32, 18}},
    {21, {"IQ3_S", DType::Other, 256, 110}},
    {22, {"IQ2_S", DType::Other, 256, 82}},
    {23, {"IQ4_XS", DType::IQ4_XS, 256, 136}},
    {24, {"I8", DType::Other, 1, 1}},
    {25, {"I16", DType::Other, 1, 2}},
    {26, {"I32", DType::Other, 1, 4}},
    {27, {"I64", DType::Other, 1, 8}},
    {28, {"F64", DType::Other, 1, 8}},
    {29, {"IQ1_M", DType::Other, 256, 56}},
    {30, {"BF16", DType::BF16, 1, 2}},
    {31, {"Q4_0_4_4", DType::Other, 32, 18}},
    {32, {"Q4_0_4_8", DType::Other, 32, 18}},
    {33, {"Q4_0_8_8", DType::Other, 32, 18}},
    {34, {"TQ1_0", DType::Other, 256, 54}},
    {35, {"TQ2_0", DType::Other, 256, 66}},
    {36, {"IQ4_NL_4_4", DType::Other, 32, 18}},
    {37, {"IQ4_NL_4_8", DType::Other, 32, 18}},
    {38, {"IQ4_NL_8_8", DType::Other, 32, 18}},
    {39, {"MXFP4", DType::Other, 32, 17}},
    {40, {"NVFP4", DType::Other, 64, 36}},
    {41, {"Q1_0", DType::Other, 128, 18}},
}};

} // namespace

std::optional<GgmlType> ggmlType(std::uint32_t number)
{
    const auto* const found = std::find_if(
        types.begin(), types.end(), [number](const Numbered& type) { return type.number == number; });
    if (found == types.end())
        return {};
    return found->type;
}

} // namespace headwaters
