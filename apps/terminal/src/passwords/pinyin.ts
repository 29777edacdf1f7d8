/** The syllables of Hanyu Pinyin without tones, by what they begin with; ü is typed as v or u. */
const syllables = new Set(
  Object.entries({
    '': 'a ai an ang ao e ei en er o ou',
    b: 'a ai an ang ao ei en eng i ian iao ie in ing o u',
    p: 'a ai an ang ao ei en eng i ian iao ie in ing o ou u',
    m: 'a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u',
    f: 'a an ang ei en eng o ou u',
    d: 'a ai an ang ao e ei en eng i ian iao ie ing iu ong ou u uan ui un uo',
    t: 'a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo',
    n: 'a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue',
    l: 'a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve ue',
    g: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
    k: 'a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo',
    h: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
    j: 'i ia ian iang iao ie in ing iong iu u uan ue un',
    q: 'i ia ian iang iao ie in ing iong iu u uan ue un',
    x: 'i ia ian iang iao ie in ing iong iu u uan ue un',
    zh: 'a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo',
    ch: 'a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo',
    sh: 'a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo',
    r: 'an ang ao e en eng i ong ou u uan ui un uo',
    z: 'a ai an ang ao e ei en eng i ong ou u uan ui un uo',
    c: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
    s: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
    y: 'a an ang ao e i in ing o ong ou u uan ue un',
    w: 'a ai an ang ei en eng o u',
  }).flatMap(([initial, finals]) => finals.split(' ').map((final) => initial + final)),
);
const longestSyllable = 6;

/** Two syllables of one letter are no word. */
const shortestWord = 5;

/** Whether half of a password, or more, is pinyin of two syllables or more. */
export function hasPinyinWord(password: string): boolean {
  const runs = password.toLowerCase().match(/[a-z]+/g) ?? [];
  return runs.some((run) => run.length >= shortestWord && run.length * 2 >= password.length && isPinyin(run));
}

/** Whether letters are syllables to the end, at least two: the fewest that each beginning can be made of. */
function isPinyin(letters: string): boolean {
  const fewest: (number | undefined)[] = [0];
  for (let end = 1; end <= letters.length; end++) {
    for (let start = Math.max(0, end - longestSyllable); start < end; start++) {
      const before = fewest[start];
      if (before === undefined || !syllables.has(letters.slice(start, end))) continue;
      fewest[end] = Math.min(fewest[end] ?? Infinity, before + 1);
    }
  }
  return (fewest[letters.length] ?? 0) >= 2;
}
