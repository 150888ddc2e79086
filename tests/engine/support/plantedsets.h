#pragma once

#include "core/engine/detect/factheads.h"
#include "engine/support/plantedmodel.h"

namespace headwaters::planted {

// Prompts for the planted model in the form that one detector each asks for.

/// `bos w w x w w x w ..` with a rare word at one x: RARE, OTHERS; the twin has a common word there.
[[nodiscard]] TaskSet rareWords(int count);
/// `bos w w w w w p p w w ..`: a word of two or three tokens among others: WORD, STARTS.
[[nodiscard]] TaskSet subwords(int count);
/// `bos w .. NAME w .. e w`: the end e belongs to the name, one to six words before it; and a second relation
/// that always spans three words.
[[nodiscard]] TaskSet grammar(int count);
/// `bos w .. is NAME c1 .. c5 w .. is NAME d1 .. d5 w .. NAME question c1 .. c4`, or in the words that stand
/// before the needle, `is NAME`, instead of the question. Roles and twins as `needles` makes them; one
/// length.
[[nodiscard]] TaskSet needles(bool isLiteral, int count);
/// The choices with the roles of `multipleChoice`: LABEL_n, OPTION_n, RIGHT. Letters are in the alphabet's
/// order or not.
[[nodiscard]] TaskSet labelledChoices(int count);
/// The facts: attributes of names, beside a relation that the model has not.
[[nodiscard]] FactSet factSet(int count);
/// Each of the series but the last, alone behind the beginning.
[[nodiscard]] TaskSet seriesMembers();

} // namespace headwaters::planted
