// What stands in the list of a conversation: what was said by either side, and notes between.

export type MessageState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export type NoteText =
  | 'letIn'
  | 'left'
  | 'dropped'
  | 'stranger'
  | 'late'
  | 'unconfirmed'
  | 'missing'
  | 'reordered'
  | 'repeated'
  | 'unreadable'
  | 'closing'
  | 'backInLine'
  | 'withdrawn';

/**
 * `id` keys the list; `at` is whole minutes. `seq` is the server's number, by which the list is ordered, so that
 * both sides read the same conversation: 0 until accepted; a note has the number of what it stands beside.
 */
export type Entry =
  | {
      readonly kind: 'mine';
      readonly id: string;
      readonly text: string;
      readonly at: number;
      readonly seq: number;
      readonly state: MessageState;
    }
  | {
      readonly kind: 'theirs';
      readonly id: string;
      readonly text: string;
      readonly isCard: boolean;
      readonly at: number;
      readonly seq: number;
      readonly name: string;
    }
  | {
      readonly kind: 'note';
      readonly id: string;
      readonly note: NoteText;
      readonly name: string;
      readonly seq: number;
    };
