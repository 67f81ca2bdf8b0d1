/** A message at a place in a file. */
export interface Annotation {
  level: "error" | "warning" | "notice";
  title: string;
  file: string;
  line: number;
  column: number;
  message: string;
}

/** A finding as GitHub shows it in a pull request, at the line. */
export function annotation({ level, title, file, line, column, message }: Annotation): string {
  return `::${level} title=${property(title)},file=${property(file)},line=${line},col=${column}::${data(message)}`;
}

/** A message at no place in particular. */
export function notice(title: string, message: string): string {
  return `::notice title=${property(title)}::${data(message)}`;
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
