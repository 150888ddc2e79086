#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace headwaters {

/// An activation under its hook's name, row-major.
struct NamedTensor {
    QString name; ///< `blocks.0.attn.hook_pattern`
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// As above, in double precision.
struct WideTensor {
    QString name;
    std::vector<std::int64_t> shape;
    std::vector<double> values;
};

} // namespace headwaters
