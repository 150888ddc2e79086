#include "core/heads/tasks/words.h"

namespace headwaters::words {

const std::vector<Pair>& parts()
{
    static const std::vector<Pair> list = pairsOf(
        "finger:hand toe:foot wheel:car wing:bird page:book leaf:tree roof:house key:piano string:guitar "
        "petal:flower branch:forest sail:ship engine:train blade:knife handle:door trunk:elephant tail:dog "
        "nose:face tooth:mouth elbow:arm knee:leg button:shirt sleeve:coat heel:shoe lens:camera "
        "screen:computer pedal:bicycle saddle:horse brick:wall player:team soldier:army singer:band "
        "student:class letter:word word:sentence chapter:novel scene:play verse:song minute:hour day:week "
        "month:year island:ocean star:galaxy planet:system peak:mountain shore:sea window:room stem:plant "
        "shell:egg cell:body");
    return list;
}

const std::vector<Pair>& uses()
{
    static const std::vector<Pair> list = pairsOf(
        "knife:cut pen:write broom:sweep oven:bake bed:sleep chair:sit gun:shoot camera:photograph "
        "phone:call book:read soap:wash needle:sew shovel:dig hammer:nail brush:paint cup:drink fork:eat "
        "bell:ring lamp:light key:open rope:tie saw:wood boat:sail plane:fly bicycle:ride horse:gallop "
        "piano:play scale:weigh clock:time map:navigate glue:stick towel:dry fire:burn pool:swim "
        "kitchen:cook "
        "school:learn store:buy church:pray hospital:heal court:judge bank:save stage:perform ball:throw "
        "drum:beat axe:chop net:catch ladder:climb mirror:look ruler:measure");
    return list;
}

const std::vector<Pair>& categories()
{
    static const std::vector<Pair> list = pairsOf(
        "dog:animal rose:flower apple:fruit hammer:tool oak:tree eagle:bird salmon:fish iron:metal "
        "tennis:sport piano:instrument red:color doctor:profession shirt:clothing table:furniture "
        "car:vehicle rice:food beer:drink ant:insect cobra:snake diamond:gem spring:season circle:shape "
        "French:language Paris:city France:country Asia:continent Mars:planet Nile:river Monday:day "
        "July:month uncle:relative anger:emotion sword:weapon novel:book waltz:dance chess:game "
        "cotton:fabric oxygen:gas physics:science carrot:vegetable gold:treasure flu:disease aspirin:drug "
        "dollar:currency king:ruler Christmas:holiday mile:distance pound:weight noun:word");
    return list;
}

const std::vector<Pair>& antonyms()
{
    static const std::vector<Pair> list = pairsOf(
        "hot:cold big:small up:down fast:slow old:young rich:poor early:late happy:sad high:low hard:easy "
        "thick:thin wet:dry strong:weak open:closed left:right day:night black:white good:bad long:short "
        "light:dark full:empty near:far clean:dirty loud:quiet true:false win:lose buy:sell give:take "
        "start:finish north:south east:west love:hate war:peace life:death front:back inside:outside "
        "male:female public:private push:pull question:answer friend:enemy success:failure "
        "deep:shallow sharp:blunt wide:narrow safe:dangerous cheap:expensive alive:dead before:after "
        "above:below always:never");
    return list;
}

} // namespace headwaters::words
