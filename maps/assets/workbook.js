"use strict";
/* A workbook of one sheet, made in the browser: Office Open XML in a ZIP whose parts are stored as they are. */
(function () {
  const encoder = new TextEncoder();
  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

  // Text of XML 1.0: without the characters that it cannot hold.
  const escaped = (text) =>
    text
      .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
      .replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  function cell(value, bold) {
    const style = bold ? ' s="1"' : "";
    if (typeof value === "number") return `<c${style}><v>${value}</v></c>`;
    return `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  }

  function sheet(rows) {
    const wide = rows[0].map((_, i) => Math.min(50, Math.max(8, ...rows.map((row) => String(row[i] ?? "").length + 2))));
    const columns = wide.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join("");
    const lines = rows.map((row, i) => `<row r="${i + 1}">${row.map((value) => cell(value, i === 0)).join("")}</row>`).join("");
    const frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
    return `${XML}<worksheet xmlns="${MAIN}">${frozen}<cols>${columns}</cols><sheetData>${lines}</sheetData></worksheet>`;
  }

  function parts(title, rows) {
    const name = escaped(title.replace(/[\[\]:*?/\\']/g, " ").slice(0, 31));
    return {
      "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
      "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      "xl/styles.xml": `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
      "xl/worksheets/sheet1.xml": sheet(rows),
    };
  }

  const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
    return byte;
  });
  const crc32 = (bytes) => ~bytes.reduce((crc, byte) => REMAINDERS[(crc ^ byte) & 255] ^ (crc >>> 8), -1) >>> 0;

  // Numbers of two (`s`) and four bytes (`l`), little end first, as the ZIP format has its headers.
  function packed(format, ...numbers) {
    const view = new DataView(new ArrayBuffer([...format].reduce((size, kind) => size + (kind === "s" ? 2 : 4), 0)));
    let at = 0;
    [...format].forEach((kind, i) => {
      if (kind === "s") view.setUint16(at, numbers[i], true), (at += 2);
      else view.setUint32(at, numbers[i], true), (at += 4);
    });
    return new Uint8Array(view.buffer);
  }

  function zip(files) {
    const body = [], index = [];
    let at = 0;
    for (const [name, text] of Object.entries(files)) {
      const path = encoder.encode(name), bytes = encoder.encode(text);
      // version 2.0, names in UTF-8, stored, 1 January 1980
      const facts = ["sssssllls", 20, 0x800, 0, 0, 33, crc32(bytes), bytes.length, bytes.length, path.length];
      const header = [packed("l", 0x04034b50), packed(...facts), packed("s", 0), path, bytes];
      index.push(packed("ls", 0x02014b50, 20), packed(...facts), packed("ssssll", 0, 0, 0, 0, 0, at), path);
      body.push(...header);
      at += header.reduce((size, part) => size + part.length, 0);
    }
    const count = Object.keys(files).length, size = index.reduce((sum, part) => sum + part.length, 0);
    return new Blob([...body, ...index, packed("lssssll", 0x06054b50, 0, 0, count, count, size, at), packed("s", 0)]);
  }

  cno.workbook = (title, rows) => zip(parts(title, rows));
})();
