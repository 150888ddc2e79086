"""The words and facts the synthetic texts are made of."""


def split(text):
    return text.split()


FEMALE = split(
    "Mary Anna Emma Lucy Sarah Julia Laura Alice Clara Nora Helen Diana Grace Ruth Martha "
    "Susan Amy Rose Jane Kate Eva Lily Molly Rachel Paula Nina Sofia Irene Carol Betty")
MALE = split(
    "John Tom James Paul Mark Peter David Henry Jack Daniel Simon Victor Oscar Leo Adam "
    "Brian Kevin Frank George Walter Martin Arthur Edgar Felix Hugo Ivan Karl Louis Oliver Robert")
NAMES = FEMALE + MALE
PLACES = split(
    "store park school garden office station library market beach museum hospital kitchen "
    "church bakery cafe theater harbor stadium hotel bridge")
OBJECTS = split(
    "drink book ring letter ball key flower coin ticket map basket camera candle lamp bottle "
    "jacket pencil kite watch bone")
NOUNS = OBJECTS + split(
    "table chair window door river mountain tree stone cloud street road boat train car house "
    "box cup plate spoon hat shoe bag wall clock bell mirror carpet ladder rope wheel")
PLURAL = {noun: noun + "s" for noun in split(
    "book key flower coin ticket map basket camera candle lamp bottle letter table chair window "
    "door tree stone cloud boat train car house cup plate spoon hat shoe bag wall clock bell mirror")}
ADJECTIVES = split(
    "old new big small clean dirty heavy light bright dark broken empty full strange famous "
    "quiet loud warm cold soft")
COLOURS = split("red blue green yellow black white brown pink purple orange")
VERBS_PAST = split("found lost bought sold painted carried dropped washed hid opened")
CAPITALS = {
    "France": "Paris", "Italy": "Rome", "Spain": "Madrid", "Germany": "Berlin", "Poland": "Warsaw",
    "Greece": "Athens", "Egypt": "Cairo", "Japan": "Tokyo", "China": "Beijing", "India": "Delhi",
    "Russia": "Moscow", "Norway": "Oslo", "Sweden": "Stockholm", "Finland": "Helsinki",
    "Austria": "Vienna", "Hungary": "Budapest", "Portugal": "Lisbon", "Ireland": "Dublin",
    "Belgium": "Brussels", "Turkey": "Ankara", "Cuba": "Havana", "Peru": "Lima", "Chile": "Santiago",
    "Kenya": "Nairobi", "Iran": "Tehran", "Iraq": "Baghdad", "Canada": "Ottawa", "Vietnam": "Hanoi",
    "Thailand": "Bangkok"}
LANGUAGES = {
    "France": "French", "Italy": "Italian", "Spain": "Spanish", "Germany": "German",
    "Poland": "Polish", "Greece": "Greek", "Egypt": "Arabic", "Japan": "Japanese",
    "China": "Chinese", "India": "Hindi", "Russia": "Russian", "Norway": "Norwegian",
    "Sweden": "Swedish", "Finland": "Finnish", "Hungary": "Hungarian", "Portugal": "Portuguese",
    "Turkey": "Turkish", "Thailand": "Thai"}
CATEGORIES = {
    "fruit": split("apple pear plum cherry grape lemon peach melon"),
    "animal": split("dog cat horse cow sheep goat lion tiger"),
    "metal": split("iron gold silver copper tin zinc lead steel"),
    "sport": split("tennis golf boxing hockey soccer rugby skiing rowing"),
    "tool": split("hammer saw drill wrench axe shovel pliers chisel"),
    "bird": split("eagle owl crow duck swan hawk parrot robin")}
KIND = {word: category for category, words in CATEGORIES.items() for word in words}
OPPOSITE = {
    "hot": "cold", "big": "small", "up": "down", "fast": "slow", "old": "young", "rich": "poor",
    "early": "late", "happy": "sad", "high": "low", "hard": "easy", "thick": "thin", "wet": "dry",
    "strong": "weak", "open": "closed", "left": "right", "day": "night"}
FRENCH = {
    "dog": "chien", "cat": "chat", "house": "maison", "book": "livre", "tree": "arbre",
    "water": "eau", "bread": "pain", "sun": "soleil", "moon": "lune", "hand": "main",
    "door": "porte", "king": "roi", "red": "rouge", "green": "vert", "night": "nuit",
    "horse": "cheval"}
GERMAN = {
    "dog": "Hund", "cat": "Katze", "house": "Haus", "book": "Buch", "tree": "Baum",
    "water": "Wasser", "bread": "Brot", "sun": "Sonne", "moon": "Mond", "hand": "Hand",
    "door": "Tor", "king": "Konig", "red": "rot", "green": "grun", "night": "Nacht",
    "horse": "Pferd"}
JOBS = split("doctor teacher nurse farmer pilot lawyer baker painter singer writer driver soldier")
SERIES = [
    split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    split("January February March April May June July August September October November December"),
    split("one two three four five six seven eight nine ten eleven twelve"),
    split("first second third fourth fifth sixth seventh eighth ninth tenth"),
    list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    [str(number) for number in range(1, 31)]]
EVENTS = split("war siege strike trial voyage festival drought reign mission project")
CODE_WORDS = split(
    "amber basil cedar delta ember flint gamma hazel ivory jade koala lotus maple nectar onyx "
    "pearl quartz raven sable topaz umber velvet willow zephyr")
PRAISE = split("great wonderful brilliant lovely charming superb")
BLAME = split("awful terrible boring dreadful horrible dull")
FILLERS = [
    "The {noun} near the {place} was {adjective}.",
    "It rained all day in the {place}.",
    "Nobody saw the {adjective} {noun}.",
    "A {adjective} {noun} stood by the {other}.",
    "The road to the {place} was {adjective}.",
    "Someone {verb} a {noun} at the {place}.",
    "People talked about the {noun} for hours.",
    "The {noun} and the {other} were {adjective}."]
IOI_OPENINGS = [
    "When {x} and {y} went to the {place},",
    "After {x} and {y} walked to the {place},",
    "While {x} and {y} were working at the {place},",
    "Then, {x} and {y} came to the {place}, and",
    "Yesterday {x} and {y} met at the {place}, and",
    "Since {x} and {y} had a long day at the {place},",
    "As {x} and {y} left the {place},",
    "Once {x} and {y} arrived at the {place},"]
IOI_CLOSINGS = [
    "{subject} gave a {object} to {receiver}.",
    "{subject} handed the {object} to {receiver}.",
    "{subject} decided to give a {object} to {receiver}.",
    "{subject} sent the {object} to {receiver}.",
    "{subject} wanted to show the {object} to {receiver}.",
    "{subject} offered a {object} to {receiver}."]
