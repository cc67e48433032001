/** Told what happens, for people; the text is made only where somebody listens. */
export type Tell = (text: () => string) => void;
