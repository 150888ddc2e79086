#pragma once

#include "core/causal/intervention.h"
#include "core/engine/torchapi.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace headwaters {

/// How far a change reaches and how strong it is; see Intervention.
struct ChangeReach {
    std::vector<int> positions; ///< empty: all
    std::vector<int> sources; ///< at scores and patterns; empty: all
    double strength = 1;
    std::optional<std::uint64_t> control;
};

/// Moves rows of x [T, width] towards those of `goal` [T or 1, width]: by strength 1 all the way, exactly.
void blendRows(at::Tensor x, const at::Tensor& goal, const ChangeReach& reach);
/// Adds rows [T, width] times the strength.
void addRows(at::Tensor x, const at::Tensor& rows, const ChangeReach& reach);
/// Adds strength times a unit vector [width] to rows of x.
void addDirection(at::Tensor x, const at::Tensor& unit, const ChangeReach& reach);
/// Takes strength times the part along a unit vector out of rows of x.
void projectOut(at::Tensor x, const at::Tensor& unit, const ChangeReach& reach);
/// Moves cells of x [destination, source] towards those of `goal`, or of 0 where it is undefined. Hidden
/// cells stay hidden.
void blendEdges(at::Tensor x, const at::Tensor& goal, const ChangeReach& reach);
/// Scale, AddToScore or KnockOut of scores [destination, source]. \throws Error (bad input) where a token is
/// left without a key.
void changeScores(at::Tensor scores, CausalOperation operation, const ChangeReach& reach);

/// Rows of the same lengths in directions drawn from the seed.
[[nodiscard]] at::Tensor inRandomDirections(const at::Tensor& rows, std::uint64_t seed);
/// A direction drawn from the seed, uniform over directions: [width] of length 1.
[[nodiscard]] at::Tensor randomDirection(std::int64_t width, std::uint64_t seed, at::ScalarType type);

} // namespace headwaters
