#pragma once

#include "core/engine/detect/bench.h"
#include "core/engine/model/arraymodel.h"

namespace headwaters {

/// A model whose heads are written by hand, so that it is known what every head is for (specification 2.0.8):
/// 63 tokens, 48 positions, 4 layers of 8 heads of 115 dimensions, MLPs of zeros, and a residual of subspaces
/// that hold one thing each: the token, its position, the token before it, the token that is being said, and
/// marks. Two large entries of opposite sign make every norm the same fixed factor.
///
/// Its series is longer than the specification's 48 tokens allow: the successor's null shuffles the members,
/// and of ten the five that a head raises most hold half, whatever it does.
namespace planted {

// Tokens.
inline constexpr TokenId bos = 0;
inline constexpr TokenId firstEnd = 1; ///< 4 tokens that a name follows
inline constexpr int ends = 4;
inline constexpr TokenId question = 5; ///< asks for what was said of the name before it
inline constexpr TokenId is = 6; ///< opens such a sentence; means nothing to any head
inline constexpr TokenId answer = 7; ///< asks for the letter before the content that equals the token before
inline constexpr TokenId fact = 8; ///< asks for the attribute of a name
inline constexpr TokenId firstName = 9; ///< 8 names
inline constexpr int names = 8;
inline constexpr TokenId firstOfSeries = 17; ///< 22 ordinals
inline constexpr int series = 22;
inline constexpr TokenId firstLetter = 39; ///< 4 letters of options
inline constexpr int letters = 4;
inline constexpr TokenId firstRare = 43; ///< 3 rare words
inline constexpr int rares = 3;
inline constexpr TokenId firstPiece = 46; ///< 4 tokens that go on with a word
inline constexpr int pieces = 4;
inline constexpr TokenId firstPlain = 50; ///< 13 words of no kind; the first 8 are attributes of the names
inline constexpr int plains = 13;
inline constexpr int vocabulary = 63;

// Heads; all others are random.
inline constexpr HeadIndex previous{0, 0};
inline constexpr HeadIndex duplicate{0, 1}; ///< looks at the first token where there is none
inline constexpr HeadIndex offset3{0, 2};
inline constexpr HeadIndex rareWord{0, 3};
inline constexpr HeadIndex sink{0, 4};
inline constexpr HeadIndex uniform{0, 5};
inline constexpr HeadIndex induction{1, 0};
inline constexpr HeadIndex candidateMover{1, 1}; ///< from an end to all names
inline constexpr HeadIndex successor{1, 2}; ///< looks at its own token
inline constexpr HeadIndex subword{1, 3};
inline constexpr HeadIndex retrieval{1, 4}; ///< from `question` to what follows the name it asks about
inline constexpr HeadIndex constant{1, 5};
inline constexpr HeadIndex singleLetter{1, 6};
inline constexpr HeadIndex inhibition{1, 7}; ///< tells ends which name is there twice
inline constexpr HeadIndex nameMover{2, 0}; ///< from an end to names but the inhibited one
inline constexpr HeadIndex correctLetter{2, 1};
inline constexpr HeadIndex memory{2, 2}; ///< from `fact` to the name, writes its attribute
inline constexpr HeadIndex copySuppression{3, 0}; ///< looks for what is being said and unsays it in part
inline constexpr HeadIndex amplification{3, 1}; ///< says more of what is being said
[[nodiscard]] bool isRandom(HeadIndex head);

[[nodiscard]] ModelArrays arrays(std::uint64_t seed = 1);
[[nodiscard]] std::shared_ptr<const Model> model(std::uint64_t seed = 1);
/// Random tokens may be any but the beginning and letters, which no head but those of labels knows apart: a
/// scrambled head that still looked from one token to another would be one that favours a letter.
[[nodiscard]] TaskGround ground();
[[nodiscard]] Bench bench(Tier tier);

// Prompts for it. Roles as the specification names them.

/// `bos w A w B w S w w e`, e an end: IO, S1, S1+1, S2, END; target IO, rival S, others the other names; the
/// twin has three different names. Variants ABBA and BABA.
[[nodiscard]] TaskSet indirectObjects(int count, std::uint64_t seed = 1);
/// `bos w L c L c L c L c w asked answer`: OPT_0 .. OPT_3 are letter and content, CORRECT those of the right
/// one, END; target the letter, others the other letters.
[[nodiscard]] TaskSet choices(int count, std::uint64_t seed = 1);
/// `bos w NAME w w fact`: SUBJ, REL, END; target the attribute, others the other attributes.
[[nodiscard]] TaskSet facts(int count, std::uint64_t seed = 1);
/// `bos w w n n+1 n+2`: END; target the next, rival the last.
[[nodiscard]] TaskSet ordinals(int count, std::uint64_t seed = 1);

} // namespace planted

} // namespace headwaters
