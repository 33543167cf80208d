// The keys of this tab's conversation. They exist in no other place: what is dropped here cannot be read again.
import { type Bytes, fromBase64, toBase64, VisitorConversation } from '../hl1/index.ts';
import { forgetRoot } from './tab.ts';

interface Identity {
  readonly cid: Bytes;
  readonly token: Bytes;
  readonly commitment: Bytes;
}

export class Keys {
  /** How the server knows this tab. Outlives the other keys: saying goodbye takes a name. */
  identity: Identity | null = null;
  talk: VisitorConversation | null = null;
  private root: Bytes | null = null;
  private share: Bytes | null = null;

  /** Keys for a new conversation. Returns the root, by which a reload comes back. */
  async begin(): Promise<Bytes> {
    const talk = await VisitorConversation.begin();
    this.talk = talk;
    this.identity = talk;
    return talk.root;
  }

  /** The name from an earlier load of this tab; the keys come with the server's share of them. */
  async comeBack(root: Bytes): Promise<void> {
    this.root = root;
    this.identity = await VisitorConversation.identity(root);
  }

  /** Take the server's share. Returns whether it is the first time. */
  takeShare(share: string): boolean {
    const isFirst = this.share === null;
    this.share = fromBase64(share);
    return isFirst;
  }

  /** False when nothing was kept. */
  async restore(blob: string): Promise<boolean> {
    const { root, share } = this;
    if (!root || !share || blob === '') return false;
    this.talk = await VisitorConversation.restore(root, share, fromBase64(blob));
    return true;
  }

  get hasShare(): boolean {
    return this.share !== null;
  }

  /** What the server keeps for a reload; only it and this tab together can open it. */
  async state(): Promise<string> {
    const { talk, share } = this;
    if (!talk || !share) throw new Error('keys were dropped');
    return toBase64(await talk.state(share));
  }

  /** Who can read this now, from the epoch record. */
  get readers(): string[] {
    const others = (this.talk?.members ?? []).filter((member) => member.role !== 'visitor');
    return others.map((member) => member.name);
  }

  /** Drop everything that opens or seals. */
  drop(): void {
    forgetRoot();
    this.talk?.forget();
    this.talk = null;
    this.root = null;
    this.share = null;
  }

  forget(): void {
    this.drop();
    this.identity = null;
  }
}
