<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="vi_VN">
  <context>
    <name>Guide</name>
    <message>
      <source>Hướng dẫn</source>
      <translation>Guide</translation>
    </message>
    <message>
      <source>Các phần của hướng dẫn</source>
      <translation>Chapters of the guide</translation>
    </message>
    <message>
      <source>Nội dung hướng dẫn</source>
      <translation>Text of the guide</translation>
    </message>
    <message>
      <source>Bản cài đặt này chưa kèm hướng dẫn; cài lại từ bộ cài đầy đủ để có.</source>
      <translation>This installation has no guide; install from the full installer to have it.</translation>
    </message>
  </context>
  <context>
    <name>Air</name>
    <message>
      <source>Mọi cụm loa</source>
      <translation>All zones</translation>
    </message>
    <message>
      <source>đường ra loa tốt</source>
      <translation>way to the loudspeakers is good</translation>
    </message>
    <message>
      <source>đang mở đường ra loa</source>
      <translation>opening the way to the loudspeakers</translation>
    </message>
    <message>
      <source>mất đường ra loa, đang chờ nối lại</source>
      <translation>way to the loudspeakers lost, waiting for it to come back</translation>
    </message>
    <message>
      <source>đường ra loa hỏng</source>
      <translation>way to the loudspeakers is broken</translation>
    </message>
    <message>
      <source>{where}: {what}</source>
      <translation>{where}: {what}</translation>
    </message>
  </context>
  <context>
    <name>Approve</name>
    <message>
      <source>Duyệt</source>
      <translation>Approve</translation>
    </message>
    <message>
      <source>Trả lại để sửa</source>
      <translation>Send back</translation>
    </message>
    <message>
      <source>Để sau</source>
      <translation>Later</translation>
    </message>
    <message>
      <source>Văn bản</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Loa sẽ đọc</source>
      <translation>What will be read</translation>
    </message>
    <message>
      <source>Không còn bản nào chờ duyệt</source>
      <translation>Nothing waits for approval</translation>
    </message>
    <message>
      <source>Bản tin được gửi duyệt sẽ hiện ở đây, mỗi lần một bản.</source>
      <translation>Bulletins sent for approval appear here, one at a time.</translation>
    </message>
    <message>
      <source>Xem kho bản tin</source>
      <translation>See the library</translation>
    </message>
    <message>
      <source>{number} trong {count} bản chờ duyệt</source>
      <translation>{number} of {count} waiting for approval</translation>
    </message>
    <message>
      <source>Bản này chỉ có âm thanh, không có văn bản.</source>
      <translation>This one has sound only, no text.</translation>
    </message>
    <message>
      <source>Đã duyệt “{title}”.</source>
      <translation>Approved “{title}”.</translation>
    </message>
    <message>
      <source>Trả lại cho người soạn</source>
      <translation>Send back to the writer</translation>
    </message>
    <message>
      <source>Bản tin trở về nháp để sửa, chưa phát.</source>
      <translation>The bulletin becomes a draft again, to be changed; it is not aired.</translation>
    </message>
    <message>
      <source>Trả lại</source>
      <translation>Send back</translation>
    </message>
    <message>
      <source>Đã trả lại “{title}”.</source>
      <translation>Sent back “{title}”.</translation>
    </message>
    <message>
      <source>người soạn {name}</source>
      <translation>written by {name}</translation>
    </message>
    <message>
      <source>nguồn {source}</source>
      <translation>source {source}</translation>
    </message>
    <message>
      <source>so với bản {number} đã duyệt: chữ thêm gạch dưới, chữ bỏ gạch ngang</source>
      <translation>against approved version {number}: words added are underlined, words taken out struck through</translation>
    </message>
    <message>
      <source>Duyệt bản tin</source>
      <translation>Approve a bulletin</translation>
    </message>
    <message>
      <source>“{title}” sẽ được phép phát, đúng văn bản và âm thanh này. Sửa gì cũng phải duyệt lại.</source>
      <translation>“{title}” may then be aired, exactly this text and sound. Any change needs a new approval.</translation>
    </message>
    <message>
      <source>Chỉ được phát đến hết ngày</source>
      <translation>May be aired only up to and including</translation>
    </message>
    <message>
      <source>Ngày cuối được phát</source>
      <translation>Last day it may be aired</translation>
    </message>
    <message>
      <source>Người duyệt</source>
      <translation>Approved by</translation>
    </message>
    <message>
      <source>Số văn bản duyệt (nếu có)</source>
      <translation>Number of the approving paper (if any)</translation>
    </message>
    <message>
      <source>Người quyết định</source>
      <translation>Decided by</translation>
    </message>
    <message>
      <source>Lý do, để người soạn biết mà sửa</source>
      <translation>Reason, so that the writer knows what to change</translation>
    </message>
  </context>
  <context>
    <name>Compose</name>
    <message>
      <source>Đọc là</source>
      <translation>Read as</translation>
    </message>
    <message>
      <source>Chỗ trước (Shift+F8)</source>
      <translation>Previous place (Shift+F8)</translation>
    </message>
    <message>
      <source>Chỗ sau (F8)</source>
      <translation>Next place (F8)</translation>
    </message>
    <message>
      <source>Ghi vào từ điển</source>
      <translation>Put into the lexicon</translation>
    </message>
    <message>
      <source>đọc là</source>
      <translation>is read as</translation>
    </message>
    <message>
      <source>{number}/{count} chỗ cần xem</source>
      <translation>{number}/{count} places to look at</translation>
    </message>
    <message>
      <source>Viết</source>
      <translation>Written</translation>
    </message>
    <message>
      <source>Sẽ đọc</source>
      <translation>Will be read</translation>
    </message>
    <message>
      <source>Viết bản tin ở đây, dán vào, hoặc nhập từ tệp. Bên phải là đúng những gì loa sẽ đọc.</source>
      <translation>Write the bulletin here, paste it, or import a file. On the right is exactly what the loudspeakers will read.</translation>
    </message>
    <message>
      <source>Tên bản tin</source>
      <translation>Title of the bulletin</translation>
    </message>
    <message>
      <source>Loại</source>
      <translation>Kind</translation>
    </message>
    <message>
      <source>Chủ đề</source>
      <translation>Topic</translation>
    </message>
    <message>
      <source>Nhập từ tệp</source>
      <translation>Import a file</translation>
    </message>
    <message>
      <source>Bản mới</source>
      <translation>New</translation>
    </message>
    <message>
      <source>Chưa chọn chủ đề</source>
      <translation>No topic chosen</translation>
    </message>
    <message>
      <source>Giọng của đài</source>
      <translation>The station's voice</translation>
    </message>
    <message>
      <source>Nhạc hiệu của đài</source>
      <translation>The station's signal tune</translation>
    </message>
    <message>
      <source>Không nhạc hiệu</source>
      <translation>No signal tune</translation>
    </message>
    <message>
      <source>Nhạc hiệu {n}</source>
      <translation>Signal tune {n}</translation>
    </message>
    <message>
      <source>Chưa lưu</source>
      <translation>Not saved</translation>
    </message>
    <message>
      <source>Đã lưu lúc {time}, mã {code}</source>
      <translation>Saved at {time}, code {code}</translation>
    </message>
    <message>
      <source>Chưa lưu được</source>
      <translation>Could not be saved</translation>
    </message>
    <message>
      <source>Chưa có chữ nào</source>
      <translation>Nothing written yet</translation>
    </message>
    <message>
      <source>{words} chữ, đọc khoảng {length}</source>
      <translation>{words} words, about {length} to read</translation>
    </message>
    <message>
      <source>Đã hủy tạo âm thanh; văn bản đã lưu vẫn nguyên.</source>
      <translation>Making the sound was cancelled; the saved text is intact.</translation>
    </message>
    <message>
      <source>Đã gửi duyệt “{title}”. Nội dung đã khóa, sửa sẽ thành bản mới.</source>
      <translation>“{title}” was sent for approval. Its content is locked; a change makes a new version.</translation>
    </message>
    <message>
      <source>Văn bản ({pattern})</source>
      <translation>Text ({pattern})</translation>
    </message>
    <message>
      <source>Giọng đọc</source>
      <translation>Voice</translation>
    </message>
    <message>
      <source>Nhạc hiệu</source>
      <translation>Signal tune</translation>
    </message>
    <message>
      <source>Đang tạo âm thanh</source>
      <translation>Making the sound</translation>
    </message>
    <message>
      <source>Hủy</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>Nghe thử đoạn này</source>
      <translation>Try this passage</translation>
    </message>
    <message>
      <source>Đọc thử đoạn có con trỏ, không lưu lại (Ctrl+L)</source>
      <translation>Read the passage at the cursor aloud, without keeping it (Ctrl+L)</translation>
    </message>
    <message>
      <source>Tạo âm thanh</source>
      <translation>Make the sound</translation>
    </message>
    <message>
      <source>Gửi duyệt</source>
      <translation>Send for approval</translation>
    </message>
    <message>
      <source>Đang chờ duyệt</source>
      <translation>Waiting for approval</translation>
    </message>
    <message>
      <source>Nghe thử từ</source>
      <translation>Hear the word</translation>
    </message>
    <message>
      <source>Nghe cách đọc đang ghi ở đây, chỉ trên máy này</source>
      <translation>Hear it as written here, on this computer only</translation>
    </message>
    <message>
      <source>Vẫn đọc</source>
      <translation>Speak anyway</translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Thôi</source>
      <translation>Cancel</translation>
    </message>
  </context>
  <context>
    <name>Doubt</name>
    <message>
      <source>Chữ tắt có nhiều nghĩa</source>
      <translation>Abbreviation with several meanings</translation>
    </message>
    <message>
      <source>Hiểu theo câu</source>
      <translation>Taken by its sentence</translation>
    </message>
    <message>
      <source>Hiểu theo chữ bên cạnh</source>
      <translation>Taken by the word beside it</translation>
    </message>
    <message>
      <source>{why}; nơi khác còn là: {others}</source>
      <translation>{why}; elsewhere it is: {others}</translation>
    </message>
    <message>
      <source>Chữ tắt chưa có trong từ điển</source>
      <translation>Abbreviation that is not in the lexicon</translation>
    </message>
    <message>
      <source>Mã gồm chữ và số</source>
      <translation>Code of letters and digits</translation>
    </message>
    <message>
      <source>Con số có thể đọc theo nhiều cách</source>
      <translation>Number that can be read in several ways</translation>
    </message>
    <message>
      <source>Số La Mã đứng một mình</source>
      <translation>Roman numeral on its own</translation>
    </message>
    <message>
      <source>Tên viết tắt</source>
      <translation>Abbreviated name</translation>
    </message>
    <message>
      <source>Địa chỉ mạng, đang đánh vần</source>
      <translation>Web address, spelled out</translation>
    </message>
    <message>
      <source>Không phải chữ Việt</source>
      <translation>Not Vietnamese</translation>
    </message>
    <message>
      <source>Ký hiệu lạ</source>
      <translation>Unknown sign</translation>
    </message>
  </context>
  <context>
    <name>Emergency</name>
    <message>
      <source>Phát khẩn cấp</source>
      <translation>Emergency broadcast</translation>
    </message>
    <message>
      <source>Chuẩn bị</source>
      <translation>Make ready</translation>
    </message>
    <message>
      <source>Kéo sang phải để phát ngay</source>
      <translation>Slide to the right to air it now</translation>
    </message>
    <message>
      <source> lần</source>
      <translation> times</translation>
    </message>
    <message>
      <source>Tệp âm thanh</source>
      <translation>Sound file</translation>
    </message>
    <message>
      <source>Phát bài nào</source>
      <translation>What to air</translation>
    </message>
    <message>
      <source>Nhắc lại</source>
      <translation>Repeat</translation>
    </message>
    <message>
      <source>Người ra lệnh</source>
      <translation>Ordered by</translation>
    </message>
    <message>
      <source>Thôi, không phát</source>
      <translation>Cancel, do not air</translation>
    </message>
    <message>
      <source>Khẩn cấp: </source>
      <translation>Emergency: </translation>
    </message>
    <message>
      <source>Chưa có bản nào được duyệt; vẫn phát được một tệp âm thanh.</source>
      <translation>Nothing is approved yet; a sound file can still be aired.</translation>
    </message>
    <message>
      <source>Chọn tệp âm thanh</source>
      <translation>Choose a sound file</translation>
    </message>
    <message>
      <source>Đã sẵn sàng: “{title}”, dài {length}, nhắc {times} lần.</source>
      <translation>Ready: “{title}”, {length} long, {times} times.</translation>
    </message>
    <message>
      <source>Phát ngay, đè lên mọi thứ đang phát, kể cả giờ yên lặng. Nhật ký ghi tên người ra lệnh.</source>
      <translation>It sounds at once, over everything that plays, also in quiet hours. The log keeps the name of who ordered it.</translation>
    </message>
    <message>
      <source>Nói lâu nhất, hết giờ micrô tự tắt</source>
      <translation>Speak at most; then the microphone closes by itself</translation>
    </message>
    <message>
      <source>Các cụm loa chung một đường ra thì cùng phát.</source>
      <translation>Zones on the same output sound together.</translation>
    </message>
    <message>
      <source> phút</source>
      <translation> min</translation>
    </message>
    <message>
      <source>Đang mở micrô</source>
      <translation>Opening the microphone</translation>
    </message>
    <message>
      <source>Phát một bài có sẵn</source>
      <translation>Broadcast something prepared</translation>
    </message>
    <message>
      <source>Nói trực tiếp bằng micrô</source>
      <translation>Speak live by microphone</translation>
    </message>
    <message>
      <source>Ở cụm loa nào</source>
      <translation>In which zones</translation>
    </message>
    <message>
      <source>Kéo sang phải là micrô mở; nói xong bấm “Dừng khẩn cấp”.</source>
      <translation>Slide to the right and the microphone opens; when done, press “End emergency”.</translation>
    </message>
    <message>
      <source>Tắt micrô</source>
      <translation>Close the microphone</translation>
    </message>
    <message>
      <source>Micrô đang mở, muộn nhất {time} tự tắt.</source>
      <translation>The microphone is open; it closes by itself at {time} at the latest.</translation>
    </message>
  </context>
  <context>
    <name>FirstStart</name>
    <message>
      <source>Bàn phát thanh</source>
      <translation>Broadcast Desk</translation>
    </message>
    <message>
      <source>Bắt đầu</source>
      <translation>Begin</translation>
    </message>
    <message>
      <source>Đài của mình tên là gì?</source>
      <translation>What is your station called?</translation>
    </message>
    <message>
      <source>Tên này được đọc khi mở đầu buổi phát và ghi trong báo cáo. Sau này đổi được.</source>
      <translation>This name is spoken when a session opens and stands in reports. It can be changed later.</translation>
    </message>
    <message>
      <source>Tên đài</source>
      <translation>Name of the station</translation>
    </message>
    <message>
      <source>Xã, phường, đặc khu</source>
      <translation>Commune or ward</translation>
    </message>
    <message>
      <source>Người trực đài</source>
      <translation>Operator</translation>
    </message>
    <message>
      <source>Dữ liệu nằm ở {path}</source>
      <translation>Data is kept in {path}</translation>
    </message>
    <message>
      <source>Thôi</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>Chưa mở được dữ liệu của đài</source>
      <translation>The station's data could not be opened</translation>
    </message>
    <message>
      <source>Đóng</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>Đài đã trở về lúc {moment}</source>
      <translation>The station is back at {moment}</translation>
    </message>
    <message>
      <source>Có thể trở về bản sao lưu tốt gần nhất ngay bây giờ. Tệp bị hỏng được cất sang một bên, không bị xóa.</source>
      <translation>You can go back to the newest good backup now. The damaged file is put aside, not deleted.</translation>
    </message>
    <message>
      <source>Trở về bản tốt gần nhất</source>
      <translation>Go back to the newest good backup</translation>
    </message>
    <message>
      <source>Dữ liệu cũ được cất ở {path}.</source>
      <translation>What was there is kept at {path}.</translation>
    </message>
    <message>
      <source>Bản này thiếu {n} dòng ghi sau lúc đó.</source>
      <translation>It lacks {n} rows that were written later.</translation>
    </message>
    <message>
      <source>Mở bàn phát thanh</source>
      <translation>Open the desk</translation>
    </message>
  </context>
  <context>
    <name>Health</name>
    <message>
      <source>Bộ phát: đang hỏi</source>
      <translation>Playout: asking</translation>
    </message>
    <message>
      <source>Bộ phát: không trả lời, loa sẽ im</source>
      <translation>Playout: does not answer, the loudspeakers will be silent</translation>
    </message>
    <message>
      <source>Bộ phát: đang chạy</source>
      <translation>Playout: running</translation>
    </message>
    <message>
      <source>{time} {title}: {what}</source>
      <translation>{time} {title}: {what}</translation>
    </message>
    <message>
      <source>Có {n} bản tin chờ duyệt</source>
      <translation>{n} bulletins wait for approval</translation>
    </message>
    <message>
      <source>Ổ đĩa sắp đầy: chỉ còn {free}</source>
      <translation>The disk is nearly full: only {free} left</translation>
    </message>
    <message>
      <source>Ổ đĩa: còn {free}</source>
      <translation>Disk: {free} left</translation>
    </message>
  </context>
  <context>
    <name>Library</name>
    <message>
      <source>Sửa</source>
      <translation>Edit</translation>
    </message>
    <message>
      <source>Cất đi</source>
      <translation>Put away</translation>
    </message>
    <message>
      <source>Văn bản</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Cách đọc</source>
      <translation>Reading</translation>
    </message>
    <message>
      <source>Quá trình</source>
      <translation>History</translation>
    </message>
    <message>
      <source>Bản này không có văn bản kèm theo.</source>
      <translation>This one came without a text.</translation>
    </message>
    <message>
      <source>Chưa có cách đọc.</source>
      <translation>No reading yet.</translation>
    </message>
    <message>
      <source>Gửi duyệt</source>
      <translation>Send for approval</translation>
    </message>
    <message>
      <source>Duyệt…</source>
      <translation>Approve…</translation>
    </message>
    <message>
      <source>Trả lại…</source>
      <translation>Send back…</translation>
    </message>
    <message>
      <source>Rút duyệt…</source>
      <translation>Withdraw…</translation>
    </message>
    <message>
      <source>Trong lúc đó bản {number} đã duyệt vẫn được phát.</source>
      <translation>Meanwhile approved version {number} may still be aired.</translation>
    </message>
    <message>
      <source>Mã</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Bản số</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Người soạn</source>
      <translation>Writer</translation>
    </message>
    <message>
      <source>Nguồn</source>
      <translation>Source</translation>
    </message>
    <message>
      <source>Đơn vị phát hành</source>
      <translation>Issuer</translation>
    </message>
    <message>
      <source>Giọng đọc</source>
      <translation>Voice</translation>
    </message>
    <message>
      <source>gửi duyệt</source>
      <translation>sent for approval</translation>
    </message>
    <message>
      <source>đã duyệt</source>
      <translation>approved</translation>
    </message>
    <message>
      <source>đã trả lại</source>
      <translation>sent back</translation>
    </message>
    <message>
      <source>đã rút duyệt</source>
      <translation>approval withdrawn</translation>
    </message>
    <message>
      <source>đã cất</source>
      <translation>put away</translation>
    </message>
    <message>
      <source>Tìm theo tên, nội dung, mã (không cần gõ dấu)</source>
      <translation>Find by title, words or code (marks are not needed)</translation>
    </message>
    <message>
      <source>Tìm bản tin</source>
      <translation>Find a bulletin</translation>
    </message>
    <message>
      <source>Soạn bản tin</source>
      <translation>Write a bulletin</translation>
    </message>
    <message>
      <source>Tất cả</source>
      <translation>All</translation>
    </message>
    <message>
      <source>Đã duyệt</source>
      <translation>Approved</translation>
    </message>
    <message>
      <source>Chờ duyệt</source>
      <translation>Waiting</translation>
    </message>
    <message>
      <source>Nháp</source>
      <translation>Drafts</translation>
    </message>
    <message>
      <source>Đã cất</source>
      <translation>Put away</translation>
    </message>
    <message>
      <source>Kho chưa có bản tin nào</source>
      <translation>The library is empty</translation>
    </message>
    <message>
      <source>Soạn bản tin đầu tiên, hoặc nhận gói phát thanh của Trung tâm.</source>
      <translation>Write the first bulletin, or accept a package from the centre.</translation>
    </message>
    <message>
      <source>Không tìm thấy bản tin nào</source>
      <translation>No bulletin found</translation>
    </message>
    <message>
      <source>Thử ít chữ hơn, hoặc bỏ bộ lọc.</source>
      <translation>Try fewer words, or drop the filter.</translation>
    </message>
    <message>
      <source>Xem tất cả</source>
      <translation>Show all</translation>
    </message>
    <message>
      <source>Danh sách bản tin</source>
      <translation>List of bulletins</translation>
    </message>
    <message>
      <source>Chọn một bản tin</source>
      <translation>Choose a bulletin</translation>
    </message>
    <message>
      <source>Ở đây sẽ thấy bản tin có được phát không, đến khi nào, và nghe thử.</source>
      <translation>Here you will see whether it may be aired, until when, and can listen to it.</translation>
    </message>
    <message>
      <source>Đã gửi duyệt “{title}”.</source>
      <translation>“{title}” was sent for approval.</translation>
    </message>
    <message>
      <source>Đã duyệt “{title}”: xếp lịch phát được ngay.</source>
      <translation>Approved “{title}”: it can go into the timetable at once.</translation>
    </message>
    <message>
      <source>Trả lại cho người soạn</source>
      <translation>Send back to the writer</translation>
    </message>
    <message>
      <source>Bản tin trở về nháp để sửa, chưa phát.</source>
      <translation>The bulletin becomes a draft again, to be changed; it is not aired.</translation>
    </message>
    <message>
      <source>Trả lại</source>
      <translation>Send back</translation>
    </message>
    <message>
      <source>Đã trả lại “{title}”.</source>
      <translation>Sent back “{title}”.</translation>
    </message>
    <message>
      <source>Rút duyệt</source>
      <translation>Withdraw approval</translation>
    </message>
    <message>
      <source>Bản tin sẽ không phát nữa, kể cả khi đã có trong lịch, cho đến khi được duyệt lại.</source>
      <translation>The bulletin will no longer be aired, even where it stands in the timetable, until it is approved again.</translation>
    </message>
    <message>
      <source>Đã rút duyệt “{title}”.</source>
      <translation>Approval of “{title}” was withdrawn.</translation>
    </message>
    <message>
      <source>Đã cất “{title}”: không phát nữa, vẫn còn trong kho.</source>
      <translation>Put away “{title}”: no longer aired, still in the library.</translation>
    </message>
    <message>
      <source>Hiện {shown} bản mới nhất trong {total}; gõ vào ô tìm để thấy bản khác.</source>
      <translation>Showing the newest {shown} of {total}; search to see others.</translation>
    </message>
    <message>
      <source>{total} bản tin</source>
      <translation>{total} bulletins</translation>
    </message>
    <message>
      <source>Bản tin</source>
      <translation>Bulletin</translation>
    </message>
    <message>
      <source>Được phát</source>
      <translation>May be aired</translation>
    </message>
    <message>
      <source>Dài</source>
      <translation>Length</translation>
    </message>
  </context>
  <context>
    <name>Logbook</name>
    <message>
      <source>Ngày trước</source>
      <translation>Previous day</translation>
    </message>
    <message>
      <source>Ngày sau</source>
      <translation>Next day</translation>
    </message>
    <message>
      <source>Hôm nay</source>
      <translation>Today</translation>
    </message>
    <message>
      <source>Xuất ra tệp</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>Báo cáo ASEAN</source>
      <translation>ASEAN report</translation>
    </message>
    <message>
      <source>Mười bốn ngày gần đây</source>
      <translation>The last fourteen days</translation>
    </message>
    <message>
      <source>Nhật ký trong ngày</source>
      <translation>Logbook of the day</translation>
    </message>
    <message>
      <source>Ngày này chưa có gì trong nhật ký</source>
      <translation>Nothing in the logbook for this day</translation>
    </message>
    <message>
      <source>Mỗi lần loa phát, hay lẽ ra phải phát, đều tự ghi vào đây và không sửa được.</source>
      <translation>Every time the loudspeakers sound, or should have, is written here by itself and cannot be edited.</translation>
    </message>
    <message>
      <source>và {n} mục nữa ở bảng dưới</source>
      <translation>and {n} more in the table below</translation>
    </message>
    <message>
      <source>Mọi cụm loa</source>
      <translation>All zones</translation>
    </message>
    <message>
      <source>Nhật ký nguyên vẹn: đã kiểm tra {n} dòng, không dòng nào bị sửa.</source>
      <translation>The logbook is intact: {n} lines checked, none was edited.</translation>
    </message>
    <message>
      <source>Nhật ký có vấn đề từ dòng {n}: {what}. Hãy giữ nguyên máy và báo cấp trên.</source>
      <translation>The logbook has a problem from line {n}: {what}. Leave the computer as it is and tell your superiors.</translation>
    </message>
    <message>
      <source>Xuất nhật ký của tháng</source>
      <translation>Export the month's logbook</translation>
    </message>
    <message>
      <source>Đã ghi {path}</source>
      <translation>Written to {path}</translation>
    </message>
    <message>
      <source>Mở thư mục</source>
      <translation>Open the folder</translation>
    </message>
    <message>
      <source>nội dung bị sửa</source>
      <translation>its content was edited</translation>
    </message>
    <message>
      <source>bị mất dòng</source>
      <translation>lines are missing</translation>
    </message>
    <message>
      <source>bị đảo thứ tự</source>
      <translation>lines are out of order</translation>
    </message>
    <message>
      <source>bị cắt mất phần cuối</source>
      <translation>its end was cut off</translation>
    </message>
    <message>
      <source>bị thay bằng nhật ký khác</source>
      <translation>it was replaced by another logbook</translation>
    </message>
    <message>
      <source>không rõ</source>
      <translation>unknown</translation>
    </message>
    <message>
      <source>Không có lượt phát nào.</source>
      <translation>Nothing was due.</translation>
    </message>
    <message>
      <source>Đã phát đủ cả {n} lượt.</source>
      <translation>All {n} were heard whole.</translation>
    </message>
    <message>
      <source>{bad} trong {n} lượt không như lịch.</source>
      <translation>{bad} of {n} did not go as planned.</translation>
    </message>
    <message>
      <source>Giờ định</source>
      <translation>Planned</translation>
    </message>
    <message>
      <source>Giờ phát</source>
      <translation>Started</translation>
    </message>
    <message>
      <source>Chương trình</source>
      <translation>Programme</translation>
    </message>
    <message>
      <source>Loại</source>
      <translation>Kind</translation>
    </message>
    <message>
      <source>Cụm loa</source>
      <translation>Zones</translation>
    </message>
    <message>
      <source>Dài</source>
      <translation>Length</translation>
    </message>
    <message>
      <source>Kết quả</source>
      <translation>Result</translation>
    </message>
    <message>
      <source>Phát mới</source>
      <translation>First airing</translation>
    </message>
    <message>
      <source>Phát lại</source>
      <translation>Rebroadcast</translation>
    </message>
    <message>
      <source>Tiếp sóng</source>
      <translation>Relay</translation>
    </message>
    <message>
      <source>Trực tiếp</source>
      <translation>Live</translation>
    </message>
    <message>
      <source>Khẩn cấp</source>
      <translation>Emergency</translation>
    </message>
    <message>
      <source>{day}: {well} đủ, {bad} không đủ</source>
      <translation>{day}: {well} whole, {bad} not</translation>
    </message>
    <message>
      <source>Kiểm tra nhật ký</source>
      <translation>Verify the logbook</translation>
    </message>
  </context>
  <context>
    <name>OnAir</name>
    <message>
      <source>Bảy ngày tới chưa có buổi nào; xếp thêm ở Lịch phát.</source>
      <translation>Nothing in the next seven days; add sessions in Timetable.</translation>
    </message>
    <message>
      <source>Hết buổi phát trong lịch</source>
      <translation>No more sessions in the timetable</translation>
    </message>
    <message>
      <source>Giờ máy đúng</source>
      <translation>The clock is right</translation>
    </message>
    <message>
      <source>Hôm nay chưa có gì trong lịch</source>
      <translation>Nothing in today's timetable</translation>
    </message>
    <message>
      <source>Xếp khung giờ đầu tiên, đài sẽ tự phát đúng giờ kể cả khi không có người trực.</source>
      <translation>Add the first slot; the station then airs it on time by itself, with or without anybody here.</translation>
    </message>
    <message>
      <source>Xếp lịch phát</source>
      <translation>Make the timetable</translation>
    </message>
    <message>
      <source>Hôm nay, {day}</source>
      <translation>Today, {day}</translation>
    </message>
    <message>
      <source>{n} việc cần xem</source>
      <translation>{n} to look at</translation>
    </message>
    <message>
      <source>Mọi việc đều ổn</source>
      <translation>All is well</translation>
    </message>
    <message>
      <source>Tiếp theo</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>Mọi cụm loa</source>
      <translation>All zones</translation>
    </message>
    <message>
      <source>Các buổi trong ngày</source>
      <translation>Sessions of the day</translation>
    </message>
    <message>
      <source>Tình trạng</source>
      <translation>Health</translation>
    </message>
    <message>
      <source>Xem</source>
      <translation>See</translation>
    </message>
    <message>
      <source>Kiểm tra máy</source>
      <translation>Check this computer</translation>
    </message>
    <message>
      <source>1. Chọn loa, nghe tiếng thử</source>
      <translation>1. Choose the loudspeakers, hear a tone</translation>
    </message>
    <message>
      <source>2. Soạn bản tin</source>
      <translation>2. Write a bulletin</translation>
    </message>
    <message>
      <source>3. Duyệt</source>
      <translation>3. Approve it</translation>
    </message>
    <message>
      <source>4. Xếp lịch phát</source>
      <translation>4. Make the timetable</translation>
    </message>
  </context>
  <context>
    <name>Outcome</name>
    <message>
      <source>Không có trong nhật ký</source>
      <translation>Not in the logbook</translation>
    </message>
    <message>
      <source>Đang trong giờ phát</source>
      <translation>In its time</translation>
    </message>
    <message>
      <source>sau {length}</source>
      <translation>in {length}</translation>
    </message>
    <message>
      <source>sau {h} giờ</source>
      <translation>in {h} h</translation>
    </message>
    <message>
      <source>sau {h} giờ {m} phút</source>
      <translation>in {h} h {m} min</translation>
    </message>
    <message>
      <source>Đang phát</source>
      <translation>On air</translation>
    </message>
    <message>
      <source>Đã phát đủ</source>
      <translation>Heard whole</translation>
    </message>
    <message>
      <source>Phát thiếu</source>
      <translation>Heard in part</translation>
    </message>
    <message>
      <source>Bỏ lỡ</source>
      <translation>Missed</translation>
    </message>
    <message>
      <source>Bị ngắt</source>
      <translation>Interrupted</translation>
    </message>
    <message>
      <source>Không được phép phát</source>
      <translation>Not allowed</translation>
    </message>
    <message>
      <source>Rơi vào giờ yên lặng</source>
      <translation>It falls into quiet hours</translation>
    </message>
    <message>
      <source>Ngày nghỉ phát</source>
      <translation>A day of rest</translation>
    </message>
    <message>
      <source>Ngày Quốc tang</source>
      <translation>National mourning</translation>
    </message>
    <message>
      <source>Nội dung chưa được duyệt</source>
      <translation>The content is not approved</translation>
    </message>
    <message>
      <source>Nội dung hết hiệu lực</source>
      <translation>The content has expired</translation>
    </message>
    <message>
      <source>Nội dung chưa đến ngày được phát</source>
      <translation>The content is not valid yet</translation>
    </message>
    <message>
      <source>Thiếu tệp âm thanh</source>
      <translation>The sound file is missing</translation>
    </message>
    <message>
      <source>Tệp âm thanh bị hỏng</source>
      <translation>The sound file is damaged</translation>
    </message>
    <message>
      <source>Tệp âm thanh sai định dạng</source>
      <translation>The sound file has a wrong format</translation>
    </message>
    <message>
      <source>xem nhật ký kỹ thuật ({code})</source>
      <translation>see the technical log ({code})</translation>
    </message>
    <message>
      <source>Vượt số buổi phát trong ngày</source>
      <translation>More sessions than a day may have</translation>
    </message>
    <message>
      <source>Vượt thời lượng buổi phát</source>
      <translation>The session was longer than it may be</translation>
    </message>
    <message>
      <source>Dữ liệu chương trình không đọc được</source>
      <translation>The programme's record cannot be read</translation>
    </message>
    <message>
      <source>Nội dung đã đổi sau khi duyệt</source>
      <translation>The content changed after it was approved</translation>
    </message>
  </context>
  <context>
    <name>Packages</name>
    <message>
      <source>Cắm USB, kéo gói thả vào đây, hoặc bấm “Chọn gói”. Chỉ gói do nơi gửi tin cậy ký mới được nhận.</source>
      <translation>Plug in a USB drive, drop a package here, or press “Choose a package”. Only packages signed by a trusted issuer are taken.</translation>
    </message>
    <message>
      <source>Đã nhận “{title}” vào kho, mã {code}, chưa duyệt.</source>
      <translation>“{title}” is in the library as {code}, not approved.</translation>
    </message>
    <message>
      <source>Thu hồi khóa</source>
      <translation>Revoke the key</translation>
    </message>
    <message>
      <source>Thu hồi khóa này</source>
      <translation>Revoke this key</translation>
    </message>
    <message>
      <source>Lập gói</source>
      <translation>Build a package</translation>
    </message>
    <message>
      <source>Gói và bản ghi (*.zip *.mp3 *.m4a *.wav *.ogg *.flac *.wma *.pub)</source>
      <translation>Packages and recordings (*.zip *.mp3 *.m4a *.wav *.ogg *.flac *.wma *.pub)</translation>
    </message>
    <message>
      <source>Mọi tệp (*)</source>
      <translation>All files (*)</translation>
    </message>
    <message>
      <source>Đã xếp “{title}” vào lịch.</source>
      <translation>“{title}” was put into the timetable.</translation>
    </message>
    <message>
      <source>Từ nay gói ký bằng khóa này của “{name}” không được nhận nữa.</source>
      <translation>From now on packages signed by this key of “{name}” are refused.</translation>
    </message>
    <message>
      <source>Xem lại và nhận…</source>
      <translation>Look over and take in…</translation>
    </message>
    <message>
      <source>USB {name}: {packages} gói, {recordings} bản ghi</source>
      <translation>USB drive {name}: {packages} packages, {recordings} recordings</translation>
    </message>
    <message>
      <source>Kiểm tra những gì có trên USB này? Chưa bấm nhận thì chưa nhận gì.</source>
      <translation>Check what is on this drive? Nothing is taken in until you say so.</translation>
    </message>
    <message>
      <source>không rõ ngày</source>
      <translation>day unknown</translation>
    </message>
    <message>
      <source>Giờ phát Trung tâm gợi ý</source>
      <translation>Airings the centre suggests</translation>
    </message>
    <message>
      <source>Tin cần biết</source>
      <translation>What you should know</translation>
    </message>
    <message>
      <source>Đã đọc</source>
      <translation>Read</translation>
    </message>
    <message>
      <source>Nơi gửi tin cậy</source>
      <translation>Trusted issuers</translation>
    </message>
    <message>
      <source>{name} · khóa {key} · {by} đã gọi điện đối chiếu</source>
      <translation>{name} · key {key} · compared over the telephone by {by}</translation>
    </message>
    <message>
      <source>Bản ghi thường, chưa duyệt</source>
      <translation>Plain recording, not approved</translation>
    </message>
    <message>
      <source>giờ nào cũng được</source>
      <translation>any time</translation>
    </message>
    <message>
      <source>Thu hồi</source>
      <translation>Revoke</translation>
    </message>
    <message>
      <source>Không nhận</source>
      <translation>Leave it</translation>
    </message>
    <message>
      <source>Kiểm tra USB</source>
      <translation>Check the drive</translation>
    </message>
    <message>
      <source>Bỏ qua</source>
      <translation>Skip</translation>
    </message>
    <message>
      <source>Xếp vào lịch</source>
      <translation>Put into the timetable</translation>
    </message>
    <message>
      <source>Chưa có chương trình nào được duyệt để đưa vào gói.</source>
      <translation>No programme is approved yet that could go into a package.</translation>
    </message>
    <message>
      <source>Đã tạo khóa. Số để đọc qua điện thoại: {number}</source>
      <translation>The key was made. Its number, to be read over the telephone: {number}</translation>
    </message>
    <message>
      <source>Lưu gói</source>
      <translation>Save the package</translation>
    </message>
    <message>
      <source>Đã lập gói {name}, {n} chương trình, đã ký.</source>
      <translation>The package {name} was built and signed, {n} programmes.</translation>
    </message>
    <message>
      <source>Khóa của đài, đọc qua điện thoại: {number}</source>
      <translation>The station’s key, as read over the telephone: {number}</translation>
    </message>
    <message>
      <source>Nhận một bản ghi</source>
      <translation>Take a recording in</translation>
    </message>
    <message>
      <source>Nhận bản ghi này</source>
      <translation>Take this recording in</translation>
    </message>
    <message>
      <source>Biết ngày làm</source>
      <translation>The day it was made is known</translation>
    </message>
    <message>
      <source>Tên</source>
      <translation>Title</translation>
    </message>
    <message>
      <source>Người đọc</source>
      <translation>Read by</translation>
    </message>
    <message>
      <source>Ngày làm</source>
      <translation>Made on</translation>
    </message>
    <message>
      <source>Tạo khóa ký của đài</source>
      <translation>Make the station’s signing key</translation>
    </message>
    <message>
      <source>Đài chưa có khóa để ký gói. Tạo một lần; nơi nhận sẽ gọi điện để nghe đọc sáu nhóm số của khóa.</source>
      <translation>The station has no key to sign packages with. It is made once; those who receive packages will telephone to hear its six groups of figures.</translation>
    </message>
    <message>
      <source>Tạo khóa</source>
      <translation>Make the key</translation>
    </message>
    <message>
      <source>Tên đài ghi trong gói</source>
      <translation>The station’s name in packages</translation>
    </message>
    <message>
      <source>Mật khẩu của khóa (có thể bỏ trống)</source>
      <translation>Password of the key (may be empty)</translation>
    </message>
    <message>
      <source>Chọn chỗ lưu và lập gói</source>
      <translation>Choose a place and build</translation>
    </message>
    <message>
      <source>Tên gói</source>
      <translation>Title of the package</translation>
    </message>
    <message>
      <source>Chương trình</source>
      <translation>Programmes</translation>
    </message>
    <message>
      <source>Số gói (phải lớn hơn số gói trước)</source>
      <translation>Number (higher than the last one)</translation>
    </message>
    <message>
      <source>Mật khẩu của khóa (nếu có)</source>
      <translation>Password of the key (if any)</translation>
    </message>
    <message>
      <source>{name}, dài {length}. Bản ghi vào kho làm tư liệu của đài, chưa được duyệt.</source>
      <translation>{name}, {length} long. It goes into the library as the station’s own material, not approved.</translation>
    </message>
    <message>
      <source>Gói của Trung tâm</source>
      <translation>The centre's packages</translation>
    </message>
    <message>
      <source>Thêm nơi gửi tin cậy</source>
      <translation>Trust an issuer</translation>
    </message>
    <message>
      <source>Chọn gói</source>
      <translation>Choose a package</translation>
    </message>
    <message>
      <source>Không có gói nào đang chờ</source>
      <translation>No package is waiting</translation>
    </message>
    <message>
      <source>Đã nhận và đã từ chối</source>
      <translation>Accepted and refused</translation>
    </message>
    <message>
      <source>{title}, số {serial}, {issuer}: đã nhận {n} chương trình lúc {at}</source>
      <translation>{title}, number {serial}, {issuer}: {n} programmes accepted at {at}</translation>
    </message>
    <message>
      <source>Nhận gói này</source>
      <translation>Accept this package</translation>
    </message>
    <message>
      <source>Chọn gói phát thanh</source>
      <translation>Choose a package</translation>
    </message>
    <message>
      <source>Gói phát thanh (*.zip)</source>
      <translation>Packages (*.zip)</translation>
    </message>
    <message>
      <source>Đã nhận “{title}”: {n} chương trình mới, {approved} đã duyệt theo quy định của đài.</source>
      <translation>Accepted “{title}”: {n} new programmes, {approved} approved by the station's own rules.</translation>
    </message>
    <message>
      <source>Đi duyệt</source>
      <translation>Go and approve</translation>
    </message>
    <message>
      <source>Chọn tệp khóa công khai của nơi gửi</source>
      <translation>Choose the issuer's public key file</translation>
    </message>
    <message>
      <source>Khóa công khai (*.pub)</source>
      <translation>Public keys (*.pub)</translation>
    </message>
    <message>
      <source>Từ nay nhận gói do “{name}” ký.</source>
      <translation>Packages signed by “{name}” are accepted from now on.</translation>
    </message>
    <message>
      <source>Tin cậy một nơi gửi</source>
      <translation>Trust an issuer</translation>
    </message>
    <message>
      <source>Gọi điện cho nơi gửi theo số quen biết, nhờ họ đọc sáu nhóm số của khóa, rồi gõ lại đúng những gì nghe được.</source>
      <translation>Call the issuer on a number you know, have them read the key's six groups of digits, and type exactly what you hear.</translation>
    </message>
    <message>
      <source>Tin cậy khóa này</source>
      <translation>Trust this key</translation>
    </message>
    <message>
      <source>Tên nơi gửi</source>
      <translation>Name of the issuer</translation>
    </message>
    <message>
      <source>Sáu nhóm số nghe qua điện thoại</source>
      <translation>The six groups of digits heard on the telephone</translation>
    </message>
    <message>
      <source>Người gọi điện</source>
      <translation>Who called</translation>
    </message>
    <message>
      <source>Đã nhận trước đây</source>
      <translation>Accepted before</translation>
    </message>
    <message>
      <source>Nguyên vẹn, đúng chữ ký</source>
      <translation>Whole, and rightly signed</translation>
    </message>
    <message>
      <source>Không nhận được</source>
      <translation>Cannot be accepted</translation>
    </message>
    <message>
      <source>Do {name} ký, số {serial}.</source>
      <translation>Signed by {name}, number {serial}.</translation>
    </message>
    <message>
      <source>Ký bằng khóa {key} mà đài chưa tin cậy.</source>
      <translation>Signed with key {key}, which this station does not trust.</translation>
    </message>
    <message>
      <source>Không có chữ ký.</source>
      <translation>Not signed.</translation>
    </message>
    <message>
      <source>{n} chương trình: {titles}</source>
      <translation>{n} programmes: {titles}</translation>
    </message>
    <message>
      <source>có giá trị đến {day}</source>
      <translation>valid until {day}</translation>
    </message>
    <message>
      <source>rút lại {n}</source>
      <translation>takes back {n}</translation>
    </message>
    <message>
      <source>đề nghị phát lúc {times}</source>
      <translation>asks to be aired at {times}</translation>
    </message>
    <message>
      <source>Nguồn và quy tắc</source>
      <translation>Sources and rules</translation>
    </message>
    <message>
      <source>{issuer}: {what}, {when}: {done} ({by} đặt {at})</source>
      <translation>{issuer}: {what}, {when}: {done} (set by {by}, {at})</translation>
    </message>
    <message>
      <source>xem lần cuối {at}, không được ({n} lần liền), thử lại {next}</source>
      <translation>last looked at {at}, without success ({n} times in a row); next try {next}</translation>
    </message>
    <message>
      <source>{name} · {at} · giữ đến {day}</source>
      <translation>{name} · {at} · kept until {day}</translation>
    </message>
    <message>
      <source>Khóa của đài: đọc cho nơi gọi điện hỏi</source>
      <translation>The station's own key: read this to those who call</translation>
    </message>
    <message>
      <source>Quy tắc tự duyệt</source>
      <translation>Rules of automatic approval</translation>
    </message>
    <message>
      <source>Tin khẩn cấp luôn phải có người duyệt, dù có quy tắc.</source>
      <translation>An emergency message always needs a person, whatever the rules say.</translation>
    </message>
    <message>
      <source>Chưa có quy tắc: mọi chương trình đều chờ người duyệt và xếp lịch.</source>
      <translation>No rules: every programme waits for a person to approve and schedule it.</translation>
    </message>
    <message>
      <source>mọi chủ đề</source>
      <translation>every topic</translation>
    </message>
    <message>
      <source>giờ phát gợi ý từ {first} đến trước {last}</source>
      <translation>suggested airings from {first} to before {last}</translation>
    </message>
    <message>
      <source>tự duyệt và tự xếp lịch</source>
      <translation>approved and scheduled automatically</translation>
    </message>
    <message>
      <source>tự duyệt, người xếp lịch</source>
      <translation>approved automatically, scheduled by a person</translation>
    </message>
    <message>
      <source>Nguồn tin trên mạng (RSS)</source>
      <translation>Feeds (RSS)</translation>
    </message>
    <message>
      <source>Máy tự xem và tải về. Gói phải đúng chữ ký; bản ghi thường vào kho, chưa duyệt.</source>
      <translation>They are looked at and fetched by themselves. Packages must be signed; plain recordings come in unapproved.</translation>
    </message>
    <message>
      <source>chưa xem lần nào</source>
      <translation>not looked at yet</translation>
    </message>
    <message>
      <source>Bị từ chối, đang giữ để xem lại</source>
      <translation>Refused, kept to be looked at</translation>
    </message>
    <message>
      <source>Chưa có nơi gửi nào: chưa gói nào được nhận.</source>
      <translation>Nobody is trusted yet: no package is accepted.</translation>
    </message>
    <message>
      <source>{name} · khóa {key} · đã thu hồi {at} · {why}</source>
      <translation>{name} · key {key} · revoked {at} · {why}</translation>
    </message>
    <message>
      <source>Bỏ quy tắc</source>
      <translation>Drop the rule</translation>
    </message>
    <message>
      <source>Thêm quy tắc</source>
      <translation>Add a rule</translation>
    </message>
    <message>
      <source>Thôi theo dõi</source>
      <translation>Stop following</translation>
    </message>
    <message>
      <source>Thêm nguồn</source>
      <translation>Add a feed</translation>
    </message>
    <message>
      <source>Không có gì bị từ chối trong 30 ngày qua.</source>
      <translation>Nothing was refused in the last 30 days.</translation>
    </message>
    <message>
      <source>khóa đã thu hồi nên quy tắc không còn tác dụng</source>
      <translation>the key is revoked, so the rule has no effect</translation>
    </message>
    <message>
      <source>chủ đề {topic}</source>
      <translation>topic {topic}</translation>
    </message>
    <message>
      <source>Xem ngay</source>
      <translation>Look now</translation>
    </message>
    <message>
      <source>xem lần cuối {at}, tốt</source>
      <translation>last looked at {at}, all well</translation>
    </message>
    <message>
      <source>Thêm quy tắc tự duyệt</source>
      <translation>Add a rule of automatic approval</translation>
    </message>
    <message>
      <source>Chương trình khớp quy tắc được duyệt ngay khi nhận gói, mang tên người đặt quy tắc. Tin khẩn cấp không bao giờ được tự duyệt.</source>
      <translation>A programme that the rule fits is approved as soon as the package is accepted, in the name of who set the rule. An emergency message never is.</translation>
    </message>
    <message>
      <source>Đặt quy tắc</source>
      <translation>Set the rule</translation>
    </message>
    <message>
      <source>Mọi chủ đề</source>
      <translation>Every topic</translation>
    </message>
    <message>
      <source>Chỉ khi mọi giờ phát gợi ý nằm trong khoảng</source>
      <translation>Only when every suggested airing lies between</translation>
    </message>
    <message>
      <source>Xếp luôn giờ phát gợi ý vào lịch</source>
      <translation>Put the suggested airings into the timetable too</translation>
    </message>
    <message>
      <source>Gói của</source>
      <translation>Packages of</translation>
    </message>
    <message>
      <source>Chủ đề</source>
      <translation>Topic</translation>
    </message>
    <message>
      <source>Từ giờ</source>
      <translation>From</translation>
    </message>
    <message>
      <source>Đến trước giờ</source>
      <translation>Before</translation>
    </message>
    <message>
      <source>đến trước</source>
      <translation>and before</translation>
    </message>
    <message>
      <source>Người chịu trách nhiệm</source>
      <translation>Who answers for it</translation>
    </message>
    <message>
      <source>Theo dõi một nguồn tin</source>
      <translation>Follow a feed</translation>
    </message>
    <message>
      <source>Dán địa chỉ RSS mà Trung tâm cho. Máy xem định kỳ; mất mạng thì thử lại sau.</source>
      <translation>Paste the RSS address that the centre gave. It is looked at regularly; without network it is tried again later.</translation>
    </message>
    <message>
      <source>Theo dõi</source>
      <translation>Follow</translation>
    </message>
    <message>
      <source>Địa chỉ</source>
      <translation>Address</translation>
    </message>
    <message>
      <source>Trở lại các gói</source>
      <translation>Back to the packages</translation>
    </message>
    <message>
      <source>Đã bỏ quy tắc. Những gì đã duyệt vẫn giữ nguyên.</source>
      <translation>The rule is dropped. What it approved stays approved.</translation>
    </message>
    <message>
      <source>Thôi theo dõi nguồn này. Những gì đã nhận vẫn còn.</source>
      <translation>The feed is not followed any more. What came from it stays.</translation>
    </message>
    <message>
      <source>Đã đặt quy tắc.</source>
      <translation>The rule is set.</translation>
    </message>
    <message>
      <source>Từ nay theo dõi nguồn này.</source>
      <translation>The feed is followed from now on.</translation>
    </message>
    <message>
      <source>Đang xem các nguồn tin…</source>
      <translation>Looking at the feeds…</translation>
    </message>
    <message>
      <source>Đã xem: {new} gói và bản ghi mới, {refused} bị từ chối, {failed} chưa được.</source>
      <translation>Looked: {new} new packages and recordings, {refused} refused, {failed} without success.</translation>
    </message>
    <message>
      <source>Thêm từ bảng tính CSV, XLSX…</source>
      <translation>Add from a CSV or XLSX list…</translation>
    </message>
    <message>
      <source>Từ {name}: {n} chương trình</source>
      <translation>From {name}: {n} programmes</translation>
    </message>
    <message>
      <source>Chọn chương trình đã duyệt, hoặc thêm từ bảng tính. Chương trình nhận từ nơi khác giữ tên nơi phát hành đầu tiên.</source>
      <translation>Choose approved programmes, or add a list. Programmes that came from elsewhere keep their first issuer's name.</translation>
    </message>
    <message>
      <source>Chỉ nhận đến hết ngày</source>
      <translation>May be accepted until the end of</translation>
    </message>
    <message>
      <source>Thu hồi chương trình có mã</source>
      <translation>Take back the programmes with the codes</translation>
    </message>
    <message>
      <source>Lý do thu hồi</source>
      <translation>Why they are taken back</translation>
    </message>
    <message>
      <source>Ngày cuối được nhận</source>
      <translation>Last day on which it may be accepted</translation>
    </message>
    <message>
      <source>Chọn bảng tính chương trình</source>
      <translation>Choose a list of programmes</translation>
    </message>
    <message>
      <source>Bảng tính (*.csv *.xlsx)</source>
      <translation>Lists (*.csv *.xlsx)</translation>
    </message>
    <message>
      <source>Khóa chỉ dùng đến hết ngày</source>
      <translation>The key counts only until the end of</translation>
    </message>
    <message>
      <source>Ngày cuối dùng khóa</source>
      <translation>Last day of the key</translation>
    </message>
  </context>
  <context>
    <name>Player</name>
    <message>
      <source>Hình sóng, bấm để nghe từ chỗ đó</source>
      <translation>Waveform, press to listen from there</translation>
    </message>
    <message>
      <source>Máy này không phát được tiếng để nghe thử; bản tin không bị ảnh hưởng.</source>
      <translation>This computer cannot play sound to listen to; the bulletin is not affected.</translation>
    </message>
    <message>
      <source>Tạm dừng</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Nghe</source>
      <translation>Listen</translation>
    </message>
  </context>
  <context>
    <name>Rail</name>
    <message>
      <source>Hướng dẫn</source>
      <translation>Guide</translation>
    </message>
    <message>
      <source>Hướng dẫn (F1)</source>
      <translation>Guide (F1)</translation>
    </message>
    <message>
      <source>Dừng tất cả</source>
      <translation>Stop everything</translation>
    </message>
    <message>
      <source>Giữ hơn một giây để tắt mọi tiếng đang phát</source>
      <translation>Hold for more than a second to silence everything</translation>
    </message>
    <message>
      <source>PHÁT KHẨN CẤP</source>
      <translation>EMERGENCY</translation>
    </message>
    <message>
      <source>Phát lại theo lịch</source>
      <translation>Resume the plan</translation>
    </message>
    <message>
      <source>Giữ hơn một giây để loa phát lại theo lịch</source>
      <translation>Hold for more than a second to let the plan sound again</translation>
    </message>
    <message>
      <source>Dừng khẩn cấp</source>
      <translation>End emergency</translation>
    </message>
    <message>
      <source>Hôm nay</source>
      <translation>Today</translation>
    </message>
    <message>
      <source>Kho bản tin</source>
      <translation>Library</translation>
    </message>
    <message>
      <source>Soạn tin</source>
      <translation>Write</translation>
    </message>
    <message>
      <source>Duyệt</source>
      <translation>Approve</translation>
    </message>
    <message>
      <source>Gói Trung tâm</source>
      <translation>Packages</translation>
    </message>
    <message>
      <source>Lịch phát</source>
      <translation>Timetable</translation>
    </message>
    <message>
      <source>Nhật ký</source>
      <translation>Logbook</translation>
    </message>
    <message>
      <source>Thiết lập</source>
      <translation>Settings</translation>
    </message>
    <message>
      <source>{page}, {n} việc chờ</source>
      <translation>{page}, {n} waiting</translation>
    </message>
  </context>
  <context>
    <name>Report</name>
    <message>
      <source>Báo cáo ASEAN hằng năm</source>
      <translation>Yearly ASEAN report</translation>
    </message>
    <message>
      <source>Ba câu hỏi, rồi có văn bản .docx để ký, bảng .xlsx và bản .pdf. Số liệu lấy từ nhật ký. Hạn nộp {deadline}.</source>
      <translation>Three questions, then a .docx to sign, a table as .xlsx and a .pdf. The figures come from the logbook. Due on {deadline}.</translation>
    </message>
    <message>
      <source>Lập báo cáo</source>
      <translation>Write the report</translation>
    </message>
    <message>
      <source>1. Báo cáo năm nào?</source>
      <translation>1. For which year?</translation>
    </message>
    <message>
      <source>Tính đến hết ngày</source>
      <translation>Up to and including</translation>
    </message>
    <message>
      <source>2. Gửi cho ai?</source>
      <translation>2. To whom?</translation>
    </message>
    <message>
      <source>3. Có gì cần nói thêm? (có thể để trống)</source>
      <translation>3. Anything else to say? (may be left empty)</translation>
    </message>
  </context>
  <context>
    <name>Ruler</name>
    <message>
      <source>{times} · {n} buổi</source>
      <translation>{times} · {n} sessions</translation>
    </message>
    <message>
      <source>Thước giờ trong ngày</source>
      <translation>Ruler of the day</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>Quãng nghỉ</source>
      <translation>Pauses</translation>
    </message>
    <message>
      <source>Cuối câu</source>
      <translation>End of a sentence</translation>
    </message>
    <message>
      <source>Sau dấu hai chấm, chấm phẩy</source>
      <translation>After a colon or semicolon</translation>
    </message>
    <message>
      <source>Cuối đoạn</source>
      <translation>End of a paragraph</translation>
    </message>
    <message>
      <source>Sau đề mục</source>
      <translation>After a heading</translation>
    </message>
    <message>
      <source>Sau mỗi tin</source>
      <translation>After each item</translation>
    </message>
    <message>
      <source>Sau nhạc mở đầu</source>
      <translation>After the opening tune</translation>
    </message>
    <message>
      <source>Sau nhạc cắt</source>
      <translation>After the sting</translation>
    </message>
    <message>
      <source> giây</source>
      <translation> s</translation>
    </message>
    <message>
      <source>Lưu thiết lập</source>
      <translation>Save settings</translation>
    </message>
    <message>
      <source>Thiết lập</source>
      <translation>Settings</translation>
    </message>
    <message>
      <source>Đài</source>
      <translation>Station</translation>
    </message>
    <message>
      <source>Tên đài</source>
      <translation>Name of the station</translation>
    </message>
    <message>
      <source>Xã, phường, đặc khu</source>
      <translation>Commune or ward</translation>
    </message>
    <message>
      <source>Giọng đọc thường dùng</source>
      <translation>Usual voice</translation>
    </message>
    <message>
      <source>Người trực</source>
      <translation>People</translation>
    </message>
    <message>
      <source>Ai đang ngồi ở máy này</source>
      <translation>Who sits at this computer</translation>
    </message>
    <message>
      <source>Báo cáo</source>
      <translation>Reports</translation>
    </message>
    <message>
      <source>Kế hoạch số</source>
      <translation>Plan number</translation>
    </message>
    <message>
      <source>Nơi nhận báo cáo</source>
      <translation>Recipient of reports</translation>
    </message>
    <message>
      <source>Quy định</source>
      <translation>Rules</translation>
    </message>
    <message>
      <source>Giờ yên lặng, như 20:00-05:00; 11:30-13:30</source>
      <translation>Quiet hours, such as 20:00-05:00; 11:30-13:30</translation>
    </message>
    <message>
      <source> phút</source>
      <translation> minutes</translation>
    </message>
    <message>
      <source>Không giới hạn</source>
      <translation>No limit</translation>
    </message>
    <message>
      <source>Một buổi dài nhất</source>
      <translation>Longest session</translation>
    </message>
    <message>
      <source>Màn hình</source>
      <translation>Screen</translation>
    </message>
    <message>
      <source>Sáng</source>
      <translation>Light</translation>
    </message>
    <message>
      <source>Tối</source>
      <translation>Dark</translation>
    </message>
    <message>
      <source>Tương phản cao</source>
      <translation>High contrast</translation>
    </message>
    <message>
      <source>Màu</source>
      <translation>Colours</translation>
    </message>
    <message>
      <source>Cỡ chữ</source>
      <translation>Text size</translation>
    </message>
    <message>
      <source>Nghe thử</source>
      <translation>Listening</translation>
    </message>
    <message>
      <source>Theo máy</source>
      <translation>As the computer does</translation>
    </message>
    <message>
      <source>Nghe thử ra thiết bị</source>
      <translation>Listen on</translation>
    </message>
    <message>
      <source>Bấm để nghe nhạc hiệu: chỉ ra tai nghe hoặc loa của máy này.</source>
      <translation>Press to hear the signal tune: only on this computer's headphones or speakers.</translation>
    </message>
    <message>
      <source>Đã lưu. Bộ phát theo thiết lập mới ngay.</source>
      <translation>Saved. Playout follows the new settings at once.</translation>
    </message>
    <message>
      <source>Đóng cửa sổ thì thu về khay hệ thống</source>
      <translation>A closed window stays in the system tray</translation>
    </message>
    <message>
      <source>Kiểm tra máy</source>
      <translation>Check this computer</translation>
    </message>
    <message>
      <source>Ngôn ngữ</source>
      <translation>Language</translation>
    </message>
    <message>
      <source>Ngôn ngữ đổi khi bàn phát thanh mở lại; bộ phát vẫn chạy.</source>
      <translation>The language changes when the desk opens again; playout goes on.</translation>
    </message>
    <message>
      <source>Mở lại ngay</source>
      <translation>Open again now</translation>
    </message>
    <message>
      <source>Đọc câu báo giọng đọc nhân tạo</source>
      <translation>Speak the line that says a machine is speaking</translation>
    </message>
    <message>
      <source>Khung chương trình</source>
      <translation>Programme template</translation>
    </message>
    <message>
      <source>Không</source>
      <translation>None</translation>
    </message>
    <message>
      <source>Nhạc hiệu {n}</source>
      <translation>Signal tune {n}</translation>
    </message>
    <message>
      <source>Nhạc cắt</source>
      <translation>Sting</translation>
    </message>
    <message>
      <source>Loa ngoài trời</source>
      <translation>Outdoor loudspeakers</translation>
    </message>
    <message>
      <source>Loa trong nhà</source>
      <translation>Indoor loudspeakers</translation>
    </message>
    <message>
      <source>Giữ nguyên tiếng</source>
      <translation>Leave the sound as it is</translation>
    </message>
    <message>
      <source>Lời mở đầu; {name} là tên đài, {commune} là tên xã</source>
      <translation>Opening words; {name} is the station, {commune} the commune</translation>
    </message>
    <message>
      <source>Nhạc mở đầu</source>
      <translation>Opening tune</translation>
    </message>
    <message>
      <source>Nhạc cắt giữa hai tin (dòng ---)</source>
      <translation>Sting between items (a line of ---)</translation>
    </message>
    <message>
      <source>Lời kết</source>
      <translation>Closing words</translation>
    </message>
    <message>
      <source>Nhạc kết</source>
      <translation>Closing tune</translation>
    </message>
    <message>
      <source>Chỉnh tiếng cho</source>
      <translation>Sound made for</translation>
    </message>
    <message>
      <source>Báo động</source>
      <translation>Alarms</translation>
    </message>
    <message>
      <source>Khi loa im, mất điện hay hết chỗ trên ổ đĩa mà không có ai ở bàn, máy báo cho những người này.</source>
      <translation>When the loudspeakers are silent, power failed or the disk is full and nobody is at the desk, these people are told.</translation>
    </message>
    <message>
      <source>Gửi thử</source>
      <translation>Send a test</translation>
    </message>
    <message>
      <source>Để trống là giữ mật khẩu đang có</source>
      <translation>Leave empty to keep the present password</translation>
    </message>
    <message>
      <source>STARTTLS, cổng {port}</source>
      <translation>STARTTLS, port {port}</translation>
    </message>
    <message>
      <source>TLS, cổng {port}</source>
      <translation>TLS, port {port}</translation>
    </message>
    <message>
      <source>Không mã hóa, cổng {port}</source>
      <translation>Not encrypted, port {port}</translation>
    </message>
    <message>
      <source>Gửi tới, cách nhau bằng dấu phẩy</source>
      <translation>Send to, with commas between</translation>
    </message>
    <message>
      <source>Máy chủ gửi thư</source>
      <translation>Mail server</translation>
    </message>
    <message>
      <source>Cách nối</source>
      <translation>Connection</translation>
    </message>
    <message>
      <source>Tên đăng nhập</source>
      <translation>User name</translation>
    </message>
    <message>
      <source>Mật khẩu</source>
      <translation>Password</translation>
    </message>
    <message>
      <source>Máy chủ MQTT và chủ đề</source>
      <translation>MQTT broker and topic</translation>
    </message>
    <message>
      <source>Chạy một lệnh trên máy này</source>
      <translation>Run a command on this computer</translation>
    </message>
    <message>
      <source>Báo khi sự cố kéo dài hơn</source>
      <translation>Tell when it has lasted longer than</translation>
    </message>
    <message>
      <source>Chưa hết thì báo lại sau</source>
      <translation>Tell again, if it is not over, after</translation>
    </message>
    <message>
      <source>Đang gửi</source>
      <translation>Sending</translation>
    </message>
    <message>
      <source>Thư điện tử</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>Cách khác</source>
      <translation>Other ways</translation>
    </message>
    <message>
      <source>Chưa có cách báo nào: điền người nhận thư, MQTT hoặc lệnh.</source>
      <translation>There is no way yet: fill in who is mailed, MQTT, or a command.</translation>
    </message>
    <message>
      <source>Trở về bản này</source>
      <translation>Go back to this one</translation>
    </message>
    <message>
      <source>Sao lưu</source>
      <translation>Backup</translation>
    </message>
    <message>
      <source>Sao lưu ngay</source>
      <translation>Back up now</translation>
    </message>
    <message>
      <source>Chép ra USB hoặc thư mục</source>
      <translation>Copy to a USB stick or folder</translation>
    </message>
    <message>
      <source>Khôi phục từ USB hoặc thư mục</source>
      <translation>Restore from a USB stick or folder</translation>
    </message>
    <message>
      <source>Chưa có bản nào: bấm “Sao lưu ngay”.</source>
      <translation>There is none yet: press “Back up now”.</translation>
    </message>
    <message>
      <source>Chọn thư mục</source>
      <translation>Choose a folder</translation>
    </message>
    <message>
      <source>Bản tin, lịch phát, nhật ký và thiết lập trở lại như lúc đó; những gì làm sau đó không còn trong chương trình. Dữ liệu hiện nay được cất sang một bên, không bị xóa. Loa im chừng nửa phút trong lúc bộ phát chạy lại.</source>
      <translation>Bulletins, timetable, logbook and settings go back to what they were then; what was done later is no longer in the program. The present data is put aside, not deleted. The loudspeakers are silent for about half a minute while playout restarts.</translation>
    </message>
    <message>
      <source>Các bản trong máy</source>
      <translation>Backups on this computer</translation>
    </message>
    <message>
      <source>Máy tự sao lưu mỗi giờ vào {folder}. Nên chép thêm ra USB mỗi tháng: ổ đĩa hỏng thì bản ở trong máy cũng mất.</source>
      <translation>A backup is made every hour in {folder}. Copy to a USB stick every month as well: when the disk fails, the backups on it are lost, too.</translation>
    </message>
    <message>
      <source>Trở về bản {moment}</source>
      <translation>Back to {moment}</translation>
    </message>
    <message>
      <source>Đã sao lưu lúc {moment}.</source>
      <translation>Backed up at {moment}.</translation>
    </message>
    <message>
      <source>Đã chép ra {path}, {new} tệp âm thanh mới.</source>
      <translation>Copied to {path}, {new} new sound files.</translation>
    </message>
    <message>
      <source>Đang chép dữ liệu và âm thanh</source>
      <translation>Copying data and sound</translation>
    </message>
    <message>
      <source>Chỉ riêng cho người dùng máy này; đổi là có hiệu lực ngay.</source>
      <translation>For the user of this computer only; changes take effect at once.</translation>
    </message>
    <message>
      <source>Nghe thử ở bàn</source>
      <translation>Listening at the desk</translation>
    </message>
    <message>
      <source>Cạc âm thanh mặc định của máy</source>
      <translation>The computer's usual sound card</translation>
    </message>
    <message>
      <source>{device} (không thấy trên máy)</source>
      <translation>{device} (not on this computer)</translation>
    </message>
    <message>
      <source>Máy chủ Icecast</source>
      <translation>Icecast server</translation>
    </message>
    <message>
      <source>Loa IP qua mạng (RTP)</source>
      <translation>IP horns over the network (RTP)</translation>
    </message>
    <message>
      <source>Loa IP tự lấy luồng từ máy này (HTTP)</source>
      <translation>IP horns that fetch a stream from here (HTTP)</translation>
    </message>
    <message>
      <source>Ghi lưu vào máy này</source>
      <translation>Record on this computer</translation>
    </message>
    <message>
      <source>Đường ra khác</source>
      <translation>Another way out</translation>
    </message>
    <message>
      <source>Phát ra đâu</source>
      <translation>Where it sounds</translation>
    </message>
    <message>
      <source>Địa chỉ của đường ra</source>
      <translation>Address of the output</translation>
    </message>
    <message>
      <source>Phát tiếng thử</source>
      <translation>Sound a tone</translation>
    </message>
    <message>
      <source>Bỏ đường ra này</source>
      <translation>Remove this output</translation>
    </message>
    <message>
      <source>Bộ phát đang chạy lại</source>
      <translation>Playout is restarting</translation>
    </message>
    <message>
      <source>Loa</source>
      <translation>Loudspeakers</translation>
    </message>
    <message>
      <source>Tiếp sóng</source>
      <translation>Relays</translation>
    </message>
    <message>
      <source>Giọng đọc</source>
      <translation>Voices</translation>
    </message>
    <message>
      <source>Đã lưu. Đường ra loa mới có hiệu lực khi bộ phát chạy lại, loa im vài giây.</source>
      <translation>Saved. New outputs take effect when playout restarts; the loudspeakers are silent for some seconds.</translation>
    </message>
    <message>
      <source>Chạy lại bộ phát</source>
      <translation>Restart playout</translation>
    </message>
    <message>
      <source>Bộ phát đã chạy lại với đường ra loa mới.</source>
      <translation>Playout runs again, with the new outputs.</translation>
    </message>
    <message>
      <source>Họ tên</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Tên được ghi vào nhật ký khi soạn, duyệt, dừng phát hay phát khẩn cấp.</source>
      <translation>The name stands in the logbook beside writing, approving, stopping and emergencies.</translation>
    </message>
    <message>
      <source>Thêm người</source>
      <translation>Add a person</translation>
    </message>
    <message>
      <source>Soạn tin</source>
      <translation>Writes</translation>
    </message>
    <message>
      <source>Trực đài</source>
      <translation>On duty</translation>
    </message>
    <message>
      <source>Duyệt</source>
      <translation>Approves</translation>
    </message>
    <message>
      <source>Bỏ người này</source>
      <translation>Remove this person</translation>
    </message>
    <message>
      <source>Tên</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Địa chỉ</source>
      <translation>Address</translation>
    </message>
    <message>
      <source>Thời sự Đài tỉnh</source>
      <translation>Provincial news</translation>
    </message>
    <message>
      <source>Các nguồn hay tiếp sóng, để chọn khi xếp lịch. Nghe thử chỉ ra tai nghe hoặc loa của máy này.</source>
      <translation>Live sources that are often relayed, to choose from in the timetable. Listening is on this computer only.</translation>
    </message>
    <message>
      <source>Thêm nguồn</source>
      <translation>Add a source</translation>
    </message>
    <message>
      <source>Micrô</source>
      <translation>Microphone</translation>
    </message>
    <message>
      <source>Nghe thử micrô</source>
      <translation>Listen to the microphone</translation>
    </message>
    <message>
      <source>Micrô mặc định của máy</source>
      <translation>The computer's usual microphone</translation>
    </message>
    <message>
      <source>Bỏ nguồn này</source>
      <translation>Remove this source</translation>
    </message>
    <message>
      <source>Micrô để nói trực tiếp</source>
      <translation>Microphone for speaking live</translation>
    </message>
    <message>
      <source>Quy định riêng của từng cụm loa, số buổi mỗi ngày, cuối tuần, mẫu theo tỉnh và ngày đặc biệt nằm ở Lịch phát.</source>
      <translation>Rules of single zones, sessions a day, weekends, presets of provinces and special days are in the timetable.</translation>
    </message>
    <message>
      <source>Trong giờ yên lặng chỉ phát khẩn cấp mới ra loa. Muốn thu ngắn giờ yên lặng, hãy làm ở Lịch phát, nơi thấy trước điều gì sẽ đổi.</source>
      <translation>In quiet hours only an emergency sounds. Shorten quiet hours in the timetable, where you see first what changes.</translation>
    </message>
    <message>
      <source>Quy định ở Lịch phát</source>
      <translation>Rules in the timetable</translation>
    </message>
    <message>
      <source>Đã phát hai giây tiếng thử: đứng ở loa có nghe thấy không?</source>
      <translation>Two seconds of tone went out: can it be heard at the loudspeaker?</translation>
    </message>
    <message>
      <source>Cùng lúc với các cụm khác</source>
      <translation>Together with the others</translation>
    </message>
    <message>
      <source>Thêm đường ra</source>
      <translation>Add an output</translation>
    </message>
    <message>
      <source>Bỏ cụm loa</source>
      <translation>Remove the zone</translation>
    </message>
    <message>
      <source>Tên cụm loa</source>
      <translation>Name of the zone</translation>
    </message>
    <message>
      <source>Âm lượng</source>
      <translation>Volume</translation>
    </message>
    <message>
      <source>Phát trễ hơn</source>
      <translation>Later by</translation>
    </message>
    <message>
      <source>Mỗi cụm loa nhớ đúng cạc âm thanh của mình; cạc bị rút thì cụm im và báo, không tự phát sang cạc khác. Tiếng thử dài hai giây, không phát trong giờ yên lặng.</source>
      <translation>Each zone keeps its own sound card; when the card is pulled the zone is silent and says so, and never sounds on another card. The tone lasts two seconds and does not sound in quiet hours.</translation>
    </message>
    <message>
      <source>Thêm cụm loa</source>
      <translation>Add a zone</translation>
    </message>
    <message>
      <source>Trung tâm gửi gói phát thanh</source>
      <translation>Centre that sends packages</translation>
    </message>
    <message>
      <source>Nhận được tiếng, mức cao nhất {db} dB.</source>
      <translation>Sound comes, at most {db} dB.</translation>
    </message>
    <message>
      <source>Đang phát tiếng thử</source>
      <translation>Sounding the tone</translation>
    </message>
    <message>
      <source>Đang nghe vài giây</source>
      <translation>Listening for some seconds</translation>
    </message>
    <message>
      <source>Đang đọc thử</source>
      <translation>Speaking</translation>
    </message>
    <message>
      <source>Miền Bắc: nghìn, linh, mùng</source>
      <translation>North: nghìn, linh, mùng</translation>
    </message>
    <message>
      <source>Miền Trung</source>
      <translation>Centre</translation>
    </message>
    <message>
      <source>Miền Nam: ngàn, lẻ</source>
      <translation>South: ngàn, lẻ</translation>
    </message>
    <message>
      <source>Bản tin lúc 17h30 ngày 8/8, chuyên mục ASEAN.</source>
      <translation>Bản tin lúc 17h30 ngày 8/8, chuyên mục ASEAN.</translation>
    </message>
    <message>
      <source>Câu đọc thử</source>
      <translation>Sentence to be spoken</translation>
    </message>
    <message>
      <source>Đọc thử</source>
      <translation>Speak</translation>
    </message>
    <message>
      <source>Khi giọng đó không đọc được thì dùng</source>
      <translation>When that voice cannot speak</translation>
    </message>
    <message>
      <source>Cách đọc số theo miền</source>
      <translation>Numbers as in the</translation>
    </message>
    <message>
      <source>Máy tự chọn giọng có sẵn</source>
      <translation>Whatever voice there is</translation>
    </message>
  </context>
  <context>
    <name>Slot</name>
    <message>
      <source>{days} lúc {time}, {zones}</source>
      <translation>{days} at {time}, {zones}</translation>
    </message>
    <message>
      <source>dài nhất {length}</source>
      <translation>at most {length}</translation>
    </message>
    <message>
      <source>Được ưu tiên trong buổi.</source>
      <translation>It has priority in its session.</translation>
    </message>
    <message>
      <source>Phát ở mức khẩn cấp.</source>
      <translation>It is aired as an emergency.</translation>
    </message>
    <message>
      <source>Một lần, ngày {day}</source>
      <translation>Once, on {day}</translation>
    </message>
    <message>
      <source>Theo lịch riêng ({rule})</source>
      <translation>By a rule of its own ({rule})</translation>
    </message>
    <message>
      <source>Ngày {days} hằng tháng</source>
      <translation>On day {days} of every month</translation>
    </message>
    <message>
      <source>Hằng năm</source>
      <translation>Every year</translation>
    </message>
    <message>
      <source>Hằng ngày</source>
      <translation>Every day</translation>
    </message>
    <message>
      <source>Từ thứ hai đến thứ sáu</source>
      <translation>Monday to Friday</translation>
    </message>
    <message>
      <source>Mỗi {days}</source>
      <translation>Every {days}</translation>
    </message>
    <message>
      <source>mọi cụm loa</source>
      <translation>all zones</translation>
    </message>
    <message>
      <source>phát “{title}”</source>
      <translation>“{title}”</translation>
    </message>
    <message>
      <source>lời chào có ngày tháng</source>
      <translation>opening words with the date</translation>
    </message>
    <message>
      <source>tiếp sóng {title} trong {length}</source>
      <translation>relay of {title} for {length}</translation>
    </message>
    <message>
      <source> về {topic}</source>
      <translation> about {topic}</translation>
    </message>
    <message>
      <source>bản tin mới nhất chưa phát</source>
      <translation>the newest bulletin not yet aired</translation>
    </message>
    <message>
      <source>xoay vòng, bản lâu chưa phát nhất</source>
      <translation>in turn, the one aired longest ago</translation>
    </message>
    <message>
      <source>các thông báo còn hạn</source>
      <translation>all notices still valid</translation>
    </message>
    <message>
      <source>này</source>
      <translation>this</translation>
    </message>
    <message>
      <source>phát lại buổi {of} hôm trước</source>
      <translation>repeat of the previous day's {of} session</translation>
    </message>
    <message>
      <source>phát lại buổi {of} của {days} ngày trước</source>
      <translation>repeat of the {of} session of {days} days before</translation>
    </message>
    <message>
      <source>Lỡ giờ thì bỏ qua.</source>
      <translation>If missed, it is skipped.</translation>
    </message>
    <message>
      <source>Có điện lại giữa buổi thì phát tiếp từ chỗ đang tới.</source>
      <translation>If the power returns in the middle, it is joined where it would be.</translation>
    </message>
    <message>
      <source>Lỡ giờ không quá {length} thì phát muộn cả bài.</source>
      <translation>If missed by no more than {length}, it is aired late and whole.</translation>
    </message>
    <message>
      <source>Ngày cuối tháng</source>
      <translation>Last day of the month</translation>
    </message>
    <message>
      <source>{day} thứ nhất hằng tháng</source>
      <translation>First {day} of the month</translation>
    </message>
    <message>
      <source>{day} thứ hai hằng tháng</source>
      <translation>Second {day} of the month</translation>
    </message>
    <message>
      <source>{day} thứ ba hằng tháng</source>
      <translation>Third {day} of the month</translation>
    </message>
    <message>
      <source>{day} thứ tư hằng tháng</source>
      <translation>Fourth {day} of the month</translation>
    </message>
    <message>
      <source>{day} cuối cùng hằng tháng</source>
      <translation>Last {day} of the month</translation>
    </message>
    <message>
      <source>Quá giờ thì phát hết bài đang phát.</source>
      <translation>When over time, the running item is finished.</translation>
    </message>
    <message>
      <source>Quá giờ thì phát hết, buổi sau lùi lại.</source>
      <translation>When over time, everything is finished and what follows is pushed.</translation>
    </message>
    <message>
      <source>Cách {n} ngày một lần</source>
      <translation>Every {n} days</translation>
    </message>
    <message>
      <source>{days}, cách {n} tuần một lần</source>
      <translation>{days}, every {n} weeks</translation>
    </message>
    <message>
      <source>{days}, cách {n} tháng một lần</source>
      <translation>{days}, every {n} months</translation>
    </message>
    <message>
      <source>{days} đến hết {last}</source>
      <translation>{days} until {last}</translation>
    </message>
    <message>
      <source>của {issuer}</source>
      <translation>from {issuer}</translation>
    </message>
    <message>
      <source>loại {kind}</source>
      <translation>kind {kind}</translation>
    </message>
    <message>
      <source>lĩnh vực {field}</source>
      <translation>field {field}</translation>
    </message>
    <message>
      <source>{n} bài</source>
      <translation>{n} items</translation>
    </message>
    <message>
      <source>không lặp trong {n} ngày</source>
      <translation>not repeated within {n} days</translation>
    </message>
  </context>
  <context>
    <name>SlotEditor</name>
    <message>
      <source>Thêm khung giờ</source>
      <translation>Add a slot</translation>
    </message>
    <message>
      <source>Sửa khung giờ</source>
      <translation>Change a slot</translation>
    </message>
    <message>
      <source>Lưu vào lịch</source>
      <translation>Save to the timetable</translation>
    </message>
    <message>
      <source>Thôi</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source> phút</source>
      <translation> minutes</translation>
    </message>
    <message>
      <source>Đến khi hết bài</source>
      <translation>Until it is over</translation>
    </message>
    <message>
      <source>Tên</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Bắt đầu</source>
      <translation>Begins</translation>
    </message>
    <message>
      <source>Dài nhất</source>
      <translation>At most</translation>
    </message>
    <message>
      <source>Những ngày</source>
      <translation>Days</translation>
    </message>
    <message>
      <source>Cụm loa</source>
      <translation>Zones</translation>
    </message>
    <message>
      <source>Giờ và nơi</source>
      <translation>When and where</translation>
    </message>
    <message>
      <source>Nội dung</source>
      <translation>Contents</translation>
    </message>
    <message>
      <source>Cách phát</source>
      <translation>Behaviour</translation>
    </message>
  </context>
  <context>
    <name>SlotItems</name>
    <message>
      <source>Phát những gì</source>
      <translation>What is aired</translation>
    </message>
    <message>
      <source>Loại nội dung</source>
      <translation>Kind of content</translation>
    </message>
    <message>
      <source>Một bản đã duyệt</source>
      <translation>One approved programme</translation>
    </message>
    <message>
      <source>Bản tin mới nhất chưa phát</source>
      <translation>The newest bulletin not yet aired</translation>
    </message>
    <message>
      <source>Phát lại một buổi trước</source>
      <translation>Repeat an earlier session</translation>
    </message>
    <message>
      <source>Xoay vòng kho bản tin</source>
      <translation>The library in turn</translation>
    </message>
    <message>
      <source>Các thông báo còn hạn</source>
      <translation>All notices still valid</translation>
    </message>
    <message>
      <source>Tiếp sóng</source>
      <translation>Relay</translation>
    </message>
    <message>
      <source>Thêm vào buổi</source>
      <translation>Add to the session</translation>
    </message>
    <message>
      <source>Bản đã duyệt</source>
      <translation>Approved programme</translation>
    </message>
    <message>
      <source>Chưa có bản nào được duyệt.</source>
      <translation>Nothing is approved yet.</translation>
    </message>
    <message>
      <source>Mọi chủ đề</source>
      <translation>Any topic</translation>
    </message>
    <message>
      <source>Chủ đề</source>
      <translation>Topic</translation>
    </message>
    <message>
      <source> ngày trước</source>
      <translation> days before</translation>
    </message>
    <message>
      <source>Buổi bắt đầu lúc</source>
      <translation>Session that began at</translation>
    </message>
    <message>
      <source>Của mấy ngày trước</source>
      <translation>How many days before</translation>
    </message>
    <message>
      <source> phút</source>
      <translation> minutes</translation>
    </message>
    <message>
      <source>Tên, ví dụ Thời sự Đài tỉnh</source>
      <translation>Name, such as Provincial news</translation>
    </message>
    <message>
      <source>Địa chỉ, ví dụ http://máy-chủ:8000/kênh</source>
      <translation>Address, such as http://server:8000/stream</translation>
    </message>
    <message>
      <source>Dài</source>
      <translation>Length</translation>
    </message>
    <message>
      <source>Thêm điều kiện</source>
      <translation>More conditions</translation>
    </message>
    <message>
      <source>Mọi loại tin bài</source>
      <translation>Any kind</translation>
    </message>
    <message>
      <source>Mọi lĩnh vực</source>
      <translation>Any field</translation>
    </message>
    <message>
      <source>Của đài và của Trung tâm</source>
      <translation>Ours and the centre's</translation>
    </message>
    <message>
      <source>Không có gì</source>
      <translation>Nothing</translation>
    </message>
    <message>
      <source>Im lặng</source>
      <translation>Silence</translation>
    </message>
    <message>
      <source>dài nhất </source>
      <translation>at most </translation>
    </message>
    <message>
      <source>Dài bao nhiêu cũng được</source>
      <translation>Any length</translation>
    </message>
    <message>
      <source> bài</source>
      <translation> at a time</translation>
    </message>
    <message>
      <source>Bao nhiêu bài cũng được, miễn vừa</source>
      <translation>As many as fit</translation>
    </message>
    <message>
      <source> ngày mới phát lại</source>
      <translation> days before it may be repeated</translation>
    </message>
    <message>
      <source>Ngày nào cũng phát lại được</source>
      <translation>May be repeated any day</translation>
    </message>
    <message>
      <source>Thời lượng mỗi bài</source>
      <translation>Length of each item</translation>
    </message>
    <message>
      <source>Loại tin bài</source>
      <translation>Kind</translation>
    </message>
    <message>
      <source>Lĩnh vực</source>
      <translation>Field</translation>
    </message>
    <message>
      <source>Nguồn</source>
      <translation>Source</translation>
    </message>
    <message>
      <source>Giữa hai bài</source>
      <translation>Between two items</translation>
    </message>
    <message>
      <source>Không chọn được bài nào thì</source>
      <translation>If nothing can be chosen</translation>
    </message>
    <message>
      <source>Mất tín hiệu thì phát</source>
      <translation>If the signal is lost</translation>
    </message>
    <message>
      <source>Mã lời xướng</source>
      <translation>Code of the opening words</translation>
    </message>
    <message>
      <source>Mấy bài</source>
      <translation>How many</translation>
    </message>
    <message>
      <source>Cách bao lâu mới phát lại</source>
      <translation>How long before it is repeated</translation>
    </message>
    <message>
      <source>Hoặc lấy theo khung chương trình</source>
      <translation>Or take a running order</translation>
    </message>
    <message>
      <source>Dùng khung này</source>
      <translation>Use it</translation>
    </message>
    <message>
      <source>Lời xướng có ngày tháng</source>
      <translation>Opening words with the date</translation>
    </message>
    <message>
      <source>Bỏ khỏi buổi: {what}</source>
      <translation>Take out: {what}</translation>
    </message>
    <message>
      <source>Phát sớm hơn: {what}</source>
      <translation>Broadcast earlier: {what}</translation>
    </message>
    <message>
      <source>Nguồn khác</source>
      <translation>Another source</translation>
    </message>
    <message>
      <source>Nguồn ghi ở Thiết lập</source>
      <translation>Source kept in the settings</translation>
    </message>
  </context>
  <context>
    <name>Standing</name>
    <message>
      <source>Đã cất, không phát nữa</source>
      <translation>Put away, no longer aired</translation>
    </message>
    <message>
      <source>Bản tin vẫn còn nguyên trong kho. Muốn phát lại, hãy sửa rồi gửi duyệt.</source>
      <translation>It is still in the library. To air it again, edit it and send it for approval.</translation>
    </message>
    <message>
      <source>Chưa được phát: đang chờ duyệt</source>
      <translation>May not be aired yet: waiting for approval</translation>
    </message>
    <message>
      <source>Nội dung đã khóa. Khi được duyệt, bản tin vào lịch phát được ngay.</source>
      <translation>Its content is locked. Once approved, it can go into the timetable at once.</translation>
    </message>
    <message>
      <source>Chưa được phát: còn là nháp</source>
      <translation>May not be aired yet: still a draft</translation>
    </message>
    <message>
      <source>Chưa có âm thanh. Hãy mở ra soạn và tạo âm thanh.</source>
      <translation>There is no sound yet. Open it for writing and make the sound.</translation>
    </message>
    <message>
      <source>Nghe lại, rồi gửi duyệt khi đã ưng ý.</source>
      <translation>Listen to it, then send it for approval when it is right.</translation>
    </message>
    <message>
      <source>Đã hết hạn phát từ {day}</source>
      <translation>Expired since {day}</translation>
    </message>
    <message>
      <source>Được phát từ {day}</source>
      <translation>May be aired from {day}</translation>
    </message>
    <message>
      <source>Được phát, không ghi hạn</source>
      <translation>May be aired, no last day</translation>
    </message>
    <message>
      <source>Được phát đến hết {day}</source>
      <translation>May be aired until {day}</translation>
    </message>
    <message>
      <source>{name} duyệt ngày {day}, văn bản số {paper}.</source>
      <translation>Approved by {name} on {day}, paper number {paper}.</translation>
    </message>
    <message>
      <source>{name} duyệt ngày {day}.</source>
      <translation>Approved by {name} on {day}.</translation>
    </message>
    <message>
      <source>Hết hạn</source>
      <translation>Expired</translation>
    </message>
    <message>
      <source>Được phát</source>
      <translation>May be aired</translation>
    </message>
    <message>
      <source>Nháp</source>
      <translation>Draft</translation>
    </message>
    <message>
      <source>Chờ duyệt</source>
      <translation>Waiting</translation>
    </message>
    <message>
      <source>Đã cất</source>
      <translation>Put away</translation>
    </message>
  </context>
  <context>
    <name>Strip</name>
    <message>
      <source>{next} (sau {away})</source>
      <translation>{next} (in {away})</translation>
    </message>
    <message>
      <source>Tiếp: {title}, {when}</source>
      <translation>Next: {title}, {when}</translation>
    </message>
    <message>
      <source>Tiếp: hôm nay và ngày mai không còn gì trong lịch</source>
      <translation>Next: nothing more today or tomorrow</translation>
    </message>
    <message>
      <source>Mức âm thanh</source>
      <translation>Level</translation>
    </message>
    <message>
      <source>Khởi động</source>
      <translation>Start it</translation>
    </message>
    <message>
      <source>Đồng hồ</source>
      <translation>Clock</translation>
    </message>
    <message>
      <source>Thời gian còn lại</source>
      <translation>Time left</translation>
    </message>
    <message>
      <source>{n} việc cần người xem</source>
      <translation>{n} things for a person to see</translation>
    </message>
    <message>
      <source>BỘ PHÁT KHÔNG TRẢ LỜI</source>
      <translation>PLAYOUT DOES NOT ANSWER</translation>
    </message>
    <message>
      <source>Loa sẽ im cho đến khi bộ phát chạy lại.</source>
      <translation>The loudspeakers are silent until playout runs again.</translation>
    </message>
    <message>
      <source>ĐÃ DỪNG TẤT CẢ</source>
      <translation>ALL STOPPED</translation>
    </message>
    <message>
      <source>{name} đã dừng; loa im cho đến khi bấm “Phát lại theo lịch”.</source>
      <translation>{name} stopped everything; silent until “Resume the plan” is held.</translation>
    </message>
    <message>
      <source>CHỜ PHÁT</source>
      <translation>WAITING</translation>
    </message>
    <message>
      <source>ĐANG HỎI</source>
      <translation>ASKING</translation>
    </message>
    <message>
      <source>Không có gì đang phát</source>
      <translation>Nothing is on air</translation>
    </message>
    <message>
      <source>KHẨN CẤP</source>
      <translation>EMERGENCY</translation>
    </message>
    <message>
      <source>ĐANG PHÁT</source>
      <translation>ON AIR</translation>
    </message>
    <message>
      <source>còn {time}</source>
      <translation>{time} left</translation>
    </message>
    <message>
      <source>Tiếp: {title} lúc {time}</source>
      <translation>Next: {title} at {time}</translation>
    </message>
    <message>
      <source>{when}: {title}</source>
      <translation>{when}: {title}</translation>
    </message>
  </context>
  <context>
    <name>Timetable</name>
    <message>
      <source>Hoàn tác</source>
      <translation>Undo</translation>
    </message>
    <message>
      <source>Tuần trước</source>
      <translation>Previous week</translation>
    </message>
    <message>
      <source>Tuần sau</source>
      <translation>Next week</translation>
    </message>
    <message>
      <source>Tuần này</source>
      <translation>This week</translation>
    </message>
    <message>
      <source>Thêm khung giờ</source>
      <translation>Add a slot</translation>
    </message>
    <message>
      <source>Các khung giờ</source>
      <translation>Slots</translation>
    </message>
    <message>
      <source>Lịch phát còn trống</source>
      <translation>The timetable is empty</translation>
    </message>
    <message>
      <source>Thêm khung giờ đầu tiên: mấy giờ, ở cụm loa nào, phát gì.</source>
      <translation>Add the first slot: at what time, in which zones, what.</translation>
    </message>
    <message>
      <source>{first} đến {last}</source>
      <translation>{first} to {last}</translation>
    </message>
    <message>
      <source>Sửa</source>
      <translation>Change</translation>
    </message>
    <message>
      <source>Bỏ khỏi lịch</source>
      <translation>Take out</translation>
    </message>
    <message>
      <source>Đã lưu khung giờ “{name}”.</source>
      <translation>Saved the slot “{name}”.</translation>
    </message>
    <message>
      <source>Tuần</source>
      <translation>Week</translation>
    </message>
    <message>
      <source>Khung giờ</source>
      <translation>Slots</translation>
    </message>
    <message>
      <source>Ngày đặc biệt</source>
      <translation>Special days</translation>
    </message>
    <message>
      <source>Đợt tuyên truyền</source>
      <translation>Campaigns</translation>
    </message>
    <message>
      <source>Quy định</source>
      <translation>Rules</translation>
    </message>
    <message>
      <source>Mở</source>
      <translation>Open</translation>
    </message>
    <message>
      <source>Đã ghi {path}.</source>
      <translation>{path} was written.</translation>
    </message>
    <message>
      <source>Đã hoàn tác: {what}.</source>
      <translation>Undone: {what}.</translation>
    </message>
  </context>
  <context>
    <name>Window</name>
    <message>
      <source>{station} – Bàn phát thanh</source>
      <translation>{station} – Broadcast Desk</translation>
    </message>
    <message>
      <source>Người trực đài</source>
      <translation>Operator on duty</translation>
    </message>
    <message>
      <source>Có một lỗi của chương trình; việc phát sóng không bị ảnh hưởng. Chi tiết ghi ở {path}.</source>
      <translation>Something went wrong in the program; what is on air is not affected. Details are in {path}.</translation>
    </message>
  </context>
  <context>
    <name>Wording</name>
    <message>
      <source>ngày mai {time}</source>
      <translation>tomorrow {time}</translation>
    </message>
    <message>
      <source>{s} giây</source>
      <translation>{s} s</translation>
    </message>
    <message>
      <source>{m} phút</source>
      <translation>{m} min</translation>
    </message>
    <message>
      <source>{m} phút {s} giây</source>
      <translation>{m} min {s} s</translation>
    </message>
    <message>
      <source>Nháp</source>
      <translation>Draft</translation>
    </message>
    <message>
      <source>Chờ duyệt</source>
      <translation>Waiting</translation>
    </message>
    <message>
      <source>Đã duyệt</source>
      <translation>Approved</translation>
    </message>
    <message>
      <source>Đã cất</source>
      <translation>Put away</translation>
    </message>
    <message>
      <source>Giọng Google, cần mạng</source>
      <translation>Google voice, needs the network</translation>
    </message>
    <message>
      <source>Giọng Bắc trong máy</source>
      <translation>Built-in voice, north</translation>
    </message>
    <message>
      <source>Giọng Trung trong máy</source>
      <translation>Built-in voice, central</translation>
    </message>
    <message>
      <source>Giọng Nam trong máy</source>
      <translation>Built-in voice, south</translation>
    </message>
    <message>
      <source>Mọi chủ đề ASEAN</source>
      <translation>Any ASEAN topic</translation>
    </message>
  </context>
  <context>
    <name>Ahead</name>
    <message>
      <source>Xếp</source>
      <translation>Order</translation>
    </message>
    <message>
      <source>Sửa</source>
      <translation>Edit</translation>
    </message>
    <message>
      <source>Hôm nay</source>
      <translation>Today</translation>
    </message>
    <message>
      <source>Ngày mai</source>
      <translation>Tomorrow</translation>
    </message>
    <message>
      <source>Bảy ngày tới cần lo</source>
      <translation>To see to in the next seven days</translation>
    </message>
    <message>
      <source>{day} {time}: {n} buổi ưu tiên trùng giờ</source>
      <translation>{day} {time}: {n} priority sessions clash</translation>
    </message>
    <message>
      <source>và {n} việc nữa</source>
      <translation>and {n} more</translation>
    </message>
  </context>
  <context>
    <name>Week</name>
    <message>
      <source>Mọi cụm loa</source>
      <translation>All zones</translation>
    </message>
    <message>
      <source>Chưa có gì để phát</source>
      <translation>Nothing to broadcast yet</translation>
    </message>
    <message>
      <source>Lần này được bỏ</source>
      <translation>This one is skipped</translation>
    </message>
    <message>
      <source>Lần này được dời</source>
      <translation>This one is moved</translation>
    </message>
    <message>
      <source>Lần này phát nội dung khác</source>
      <translation>This one has other contents</translation>
    </message>
    <message>
      <source>Quốc tang</source>
      <translation>Mourning</translation>
    </message>
    <message>
      <source>Phát chọn lọc</source>
      <translation>Chosen only</translation>
    </message>
    <message>
      <source>Ngừng phát</source>
      <translation>Silent</translation>
    </message>
    <message>
      <source>Lịch phát trong tuần</source>
      <translation>The week's timetable</translation>
    </message>
    <message>
      <source>Ngày nghỉ</source>
      <translation>Day of rest</translation>
    </message>
  </context>
  <context>
    <name>Campaign</name>
    <message>
      <source>Có {n} bản tin đã duyệt về chủ đề này.</source>
      <translation>{n} approved bulletins on this topic.</translation>
    </message>
    <message>
      <source>Bốn tháng tới không có đợt nào</source>
      <translation>No campaign in the next four months</translation>
    </message>
    <message>
      <source>Lịch ASEAN có ngày nào thì đợt tuyên truyền hiện ở đây.</source>
      <translation>Campaigns for the days in the ASEAN calendar appear here.</translation>
    </message>
    <message>
      <source>Nhận đợt “{name}” vào lịch</source>
      <translation>Take “{name}” into the timetable</translation>
    </message>
    <message>
      <source>Đã nhận đợt “{name}”: {n} khung giờ.</source>
      <translation>“{name}” accepted: {n} slots.</translation>
    </message>
    <message>
      <source>Đã trong lịch</source>
      <translation>In the timetable</translation>
    </message>
    <message>
      <source>Đang trong đợt</source>
      <translation>Under way</translation>
    </message>
    <message>
      <source>Sự kiện {day}; phát từ {opens} đến {closes} lúc {times}. Chủ đề: {topic}.</source>
      <translation>Event {day}; broadcasts from {opens} to {closes} at {times}. Topic: {topic}.</translation>
    </message>
    <message>
      <source>Chưa có bản tin nào được duyệt về chủ đề này.</source>
      <translation>No bulletin on this topic is approved yet.</translation>
    </message>
    <message>
      <source>Các đợt tuyên truyền sắp tới</source>
      <translation>Coming campaigns</translation>
    </message>
    <message>
      <source>Nhận vào lịch</source>
      <translation>Accept</translation>
    </message>
    <message>
      <source>Còn {n} ngày</source>
      <translation>In {n} days</translation>
    </message>
    <message>
      <source>Xem sẽ đổi gì</source>
      <translation>See what changes</translation>
    </message>
    <message>
      <source>Soạn bản tin cho đợt này</source>
      <translation>Write bulletins for it</translation>
    </message>
    <message>
      <source>Sửa {time}, {days}</source>
      <translation>Edit {time}, {days}</translation>
    </message>
  </context>
  <context>
    <name>Effect</name>
    <message>
      <source>Bảy ngày tới sẽ nghe</source>
      <translation>The next seven days will sound</translation>
    </message>
    <message>
      <source>Đặt tên, chọn ngày, cụm loa và nội dung để xem trước.</source>
      <translation>Name it, choose days, zones and contents to see it first.</translation>
    </message>
    <message>
      <source>Tôi chịu trách nhiệm</source>
      <translation>I take responsibility</translation>
    </message>
    <message>
      <source>Tôi chịu trách nhiệm xếp vào giờ yên lặng</source>
      <translation>I take responsibility for putting it into quiet hours</translation>
    </message>
    <message>
      <source>Họ tên người xác nhận</source>
      <translation>Name of the person confirming</translation>
    </message>
    <message>
      <source>Không có gì khác trong bảy ngày này.</source>
      <translation>Nothing is different in these seven days.</translation>
    </message>
    <message>
      <source>{n} ngày khác không đổi.</source>
      <translation>{n} other days stay the same.</translation>
    </message>
    <message>
      <source>và {n} mục như cũ</source>
      <translation>and {n} items as before</translation>
    </message>
    <message>
      <source>Rơi vào giờ yên lặng của {zones}. Loa vẫn im lúc đó, trừ phát khẩn cấp; muốn lưu phải có người đứng tên.</source>
      <translation>It falls into the quiet hours of {zones}. The loudspeakers stay silent then, except for an emergency; to keep it, somebody must put their name to it.</translation>
    </message>
    <message>
      <source>Bảy ngày từ {day} sẽ nghe</source>
      <translation>The seven days from {day} will sound</translation>
    </message>
    <message>
      <source>Quy định mới để loa {zones} phát vào giờ đang yên lặng; muốn lưu phải có người đứng tên.</source>
      <translation>The new rules let {zones} sound in hours that are quiet now; to keep them somebody must answer for it by name.</translation>
    </message>
  </context>
  <context>
    <name>Deed</name>
    <message>
      <source>Đã xếp thứ tự các buổi ưu tiên.</source>
      <translation>The priority sessions are in order.</translation>
    </message>
    <message>
      <source>“{name}”: từ {before} sang {after}</source>
      <translation>“{name}”: from {before} to {after}</translation>
    </message>
    <message>
      <source>{what}, dài nhất {length}</source>
      <translation>{what}, at most {length}</translation>
    </message>
    <message>
      <source>Đã dời một lần của “{name}”.</source>
      <translation>One occurrence of “{name}” was moved.</translation>
    </message>
    <message>
      <source>Bỏ một lần của “{name}”: {when}</source>
      <translation>Skip one occurrence of “{name}”: {when}</translation>
    </message>
    <message>
      <source>Đã bỏ một lần của “{name}”.</source>
      <translation>One occurrence of “{name}” was skipped.</translation>
    </message>
    <message>
      <source>Thay nội dung một lần của “{name}”: {when}</source>
      <translation>Replace the contents of one occurrence of “{name}”: {when}</translation>
    </message>
    <message>
      <source>Đã thay nội dung một lần của “{name}”.</source>
      <translation>The contents of one occurrence of “{name}” were replaced.</translation>
    </message>
    <message>
      <source>“{name}” ngày {day} trở lại như mọi lần</source>
      <translation>“{name}” on {day} is like the others again</translation>
    </message>
    <message>
      <source>“{name}” lại phát như mọi lần.</source>
      <translation>“{name}” sounds as always again.</translation>
    </message>
    <message>
      <source>Bỏ “{name}” khỏi lịch, từ nay không phát nữa</source>
      <translation>Take “{name}” out of the timetable; it will not sound any more</translation>
    </message>
    <message>
      <source>Đã bỏ “{name}” khỏi lịch.</source>
      <translation>“{name}” was taken out of the timetable.</translation>
    </message>
    <message>
      <source>Phát theo thứ tự: {names}</source>
      <translation>Broadcast in this order: {names}</translation>
    </message>
    <message>
      <source>Chỉ lần này</source>
      <translation>Only this one</translation>
    </message>
    <message>
      <source>Mọi lần</source>
      <translation>Every one</translation>
    </message>
    <message>
      <source>Đã đổi “{name}”.</source>
      <translation>“{name}” was changed.</translation>
    </message>
    <message>
      <source>“{name}”, {when}</source>
      <translation>“{name}”, {when}</translation>
    </message>
  </context>
  <context>
    <name>Menu</name>
    <message>
      <source>Xếp thứ tự bản tin ưu tiên</source>
      <translation>Put priority bulletins in order</translation>
    </message>
    <message>
      <source>Bỏ khung giờ khỏi lịch</source>
      <translation>Take the slot out</translation>
    </message>
    <message>
      <source>Sửa khung giờ</source>
      <translation>Edit the slot</translation>
    </message>
    <message>
      <source>Bỏ lần này</source>
      <translation>Skip this one</translation>
    </message>
    <message>
      <source>Dời lần này</source>
      <translation>Move this one</translation>
    </message>
    <message>
      <source>Thay nội dung lần này</source>
      <translation>Replace this one's contents</translation>
    </message>
    <message>
      <source>Trở lại như mọi lần</source>
      <translation>Make it like the others again</translation>
    </message>
  </context>
  <context>
    <name>Occurrence</name>
    <message>
      <source>Dời lần này</source>
      <translation>Move this one</translation>
    </message>
    <message>
      <source>Xem sẽ đổi gì</source>
      <translation>See what changes</translation>
    </message>
    <message>
      <source>Sang ngày</source>
      <translation>To the day</translation>
    </message>
    <message>
      <source>Lúc</source>
      <translation>At</translation>
    </message>
    <message>
      <source>Thay nội dung lần này</source>
      <translation>Replace this one's contents</translation>
    </message>
    <message>
      <source>Xếp thứ tự bản tin ưu tiên</source>
      <translation>Put priority bulletins in order</translation>
    </message>
    <message>
      <source>“{name}”, {day}. Các lần khác vẫn như cũ.</source>
      <translation>“{name}”, {day}. The others stay as they are.</translation>
    </message>
    <message>
      <source>{day} lúc {time} có {n} buổi ưu tiên trùng giờ. Không xếp thì buổi có mã nhỏ hơn phát trước, buổi kia đợi. Xếp xong, các buổi phát nối nhau.</source>
      <translation>{day} at {time} {n} priority sessions clash. Without an order the one with the smaller code sounds first and the other waits. Put in order, they follow each other.</translation>
    </message>
    <message>
      <source>Cho “{name}” phát sớm hơn</source>
      <translation>Broadcast “{name}” earlier</translation>
    </message>
  </context>
  <context>
    <name>Place</name>
    <message>
      <source>Nghỉ trong tuần: chỉ phát bản tin ưu tiên</source>
      <translation>Weekly rest: only priority bulletins</translation>
    </message>
    <message>
      <source>Âm lượng theo giờ, như 05:00-06:00 60; 17:00-18:00 80</source>
      <translation>Volume by time of day, such as 05:00-06:00 60; 17:00-18:00 80</translation>
    </message>
    <message>
      <source>Chỉ đổi những gì văn bản nói đến; giờ giấc do UBND cấp xã quyết định.</source>
      <translation>Only what the paper speaks of is changed; the commune's committee decides the hours.</translation>
    </message>
    <message>
      <source>Thử</source>
      <translation>Try</translation>
    </message>
    <message>
      <source>Quy định của đài như đã ghi</source>
      <translation>The station's rules as written here</translation>
    </message>
    <message>
      <source>Đã lưu quy định của đài.</source>
      <translation>The station's rules are stored.</translation>
    </message>
    <message>
      <source> buổi</source>
      <translation> sessions</translation>
    </message>
    <message>
      <source>Không giới hạn</source>
      <translation>No limit</translation>
    </message>
    <message>
      <source> phút</source>
      <translation> min</translation>
    </message>
    <message>
      <source>Một ngày nhiều nhất, mỗi cụm loa</source>
      <translation>At most in a day, for each zone</translation>
    </message>
    <message>
      <source>Một buổi dài nhất, tính cả tiếp sóng</source>
      <translation>Longest session, relays included</translation>
    </message>
    <message>
      <source>Giờ yên lặng, như 20:00-05:00; 11:30-13:30</source>
      <translation>Quiet hours, such as 20:00-05:00; 11:30-13:30</translation>
    </message>
    <message>
      <source>Xem sẽ đổi gì</source>
      <translation>See what changes</translation>
    </message>
    <message>
      <source>Quy định của đài</source>
      <translation>The station's rules</translation>
    </message>
    <message>
      <source>Theo quy định đã có</source>
      <translation>Written rules of places</translation>
    </message>
    <message>
      <source>Nguồn: {source} ({dated}). {unsure}</source>
      <translation>Source: {source} ({dated}). {unsure}</translation>
    </message>
    <message>
      <source>như trên</source>
      <translation>as above</translation>
    </message>
    <message>
      <source>Theo quy định: {name}</source>
      <translation>By the rules: {name}</translation>
    </message>
    <message>
      <source>Đã theo “{name}”.</source>
      <translation>“{name}” holds now.</translation>
    </message>
    <message>
      <source>Giờ yên lặng riêng của {zone}</source>
      <translation>Quiet hours of {zone} alone</translation>
    </message>
    <message>
      <source>mỗi ngày {n} buổi</source>
      <translation>{n} sessions a day</translation>
    </message>
    <message>
      <source>mỗi buổi {n} phút</source>
      <translation>{n} minutes a session</translation>
    </message>
    <message>
      <source>phát lúc {times}</source>
      <translation>at {times}</translation>
    </message>
    <message>
      <source>yên lặng {spans}</source>
      <translation>quiet {spans}</translation>
    </message>
    <message>
      <source>nghỉ {days}</source>
      <translation>rest on {days}</translation>
    </message>
    <message>
      <source>Mở nguồn tăng âm trước bao nhiêu giây, như 04:30-06:00 180</source>
      <translation>Amplifier on so many seconds before, such as 04:30-06:00 180</translation>
    </message>
  </context>
  <context>
    <name>Recurrence</name>
    <message>
      <source>Bắt đầu từ ngày</source>
      <translation>Starting on</translation>
    </message>
    <message>
      <source>Những ngày, như 1, 15; -1 là ngày cuối tháng</source>
      <translation>The days, such as 1, 15; -1 is the last of the month</translation>
    </message>
    <message>
      <source>Lặp lại thế nào</source>
      <translation>How it recurs</translation>
    </message>
    <message>
      <source>Đến hết ngày</source>
      <translation>Until the end of</translation>
    </message>
    <message>
      <source>Ngày cuối</source>
      <translation>Last day</translation>
    </message>
    <message>
      <source>cách </source>
      <translation>every </translation>
    </message>
    <message>
      <source> tuần một lần</source>
      <translation> weeks</translation>
    </message>
    <message>
      <source>Tuần nào cũng phát</source>
      <translation>Every week</translation>
    </message>
    <message>
      <source>Cách mấy tuần một lần</source>
      <translation>Every how many weeks</translation>
    </message>
    <message>
      <source> ngày một lần</source>
      <translation> days between</translation>
    </message>
    <message>
      <source>Cách mấy ngày một lần</source>
      <translation>Every how many days</translation>
    </message>
    <message>
      <source>Lần thứ mấy trong tháng</source>
      <translation>Which in the month</translation>
    </message>
    <message>
      <source>Thứ mấy</source>
      <translation>Which weekday</translation>
    </message>
    <message>
      <source> tháng một lần</source>
      <translation> months</translation>
    </message>
    <message>
      <source>Tháng nào cũng phát</source>
      <translation>Every month</translation>
    </message>
    <message>
      <source>Cách mấy tháng một lần</source>
      <translation>Every how many months</translation>
    </message>
    <message>
      <source>Ngày phát</source>
      <translation>Day of broadcast</translation>
    </message>
    <message>
      <source>Quy tắc riêng</source>
      <translation>Rule of your own</translation>
    </message>
    <message>
      <source>Hằng tuần, vào những ngày</source>
      <translation>Weekly, on these days</translation>
    </message>
    <message>
      <source>Hằng tháng, vào ngày</source>
      <translation>Monthly, on the day</translation>
    </message>
    <message>
      <source>Hằng tháng, vào thứ</source>
      <translation>Monthly, on the weekday</translation>
    </message>
    <message>
      <source>Hằng năm, vào ngày bắt đầu</source>
      <translation>Yearly, on the starting day</translation>
    </message>
    <message>
      <source>Chỉ một lần</source>
      <translation>Once</translation>
    </message>
    <message>
      <source>Quy tắc riêng (RRULE)</source>
      <translation>Rule of your own (RRULE)</translation>
    </message>
    <message>
      <source>Thứ nhất trong tháng</source>
      <translation>First in the month</translation>
    </message>
    <message>
      <source>Thứ hai trong tháng</source>
      <translation>Second in the month</translation>
    </message>
    <message>
      <source>Thứ ba trong tháng</source>
      <translation>Third in the month</translation>
    </message>
    <message>
      <source>Thứ tư trong tháng</source>
      <translation>Fourth in the month</translation>
    </message>
    <message>
      <source>Cuối cùng trong tháng</source>
      <translation>Last in the month</translation>
    </message>
  </context>
  <context>
    <name>SlotRules</name>
    <message>
      <source>Im lặng</source>
      <translation>Silence</translation>
    </message>
    <message>
      <source>Theo giờ và cụm loa</source>
      <translation>By time and zone</translation>
    </message>
    <message>
      <source>Muộn nhất bao nhiêu phút</source>
      <translation>Latest, in minutes</translation>
    </message>
    <message>
      <source>Phát thêm nhiều nhất mấy phút</source>
      <translation>At most so many minutes more</translation>
    </message>
    <message>
      <source>Thông thường</source>
      <translation>Normal</translation>
    </message>
    <message>
      <source>Ưu tiên: phát trước buổi thường trùng giờ</source>
      <translation>Priority: before normal sessions at that time</translation>
    </message>
    <message>
      <source>Khẩn cấp: phát cả trong giờ yên lặng</source>
      <translation>Emergency: also in quiet hours</translation>
    </message>
    <message>
      <source>Phát tiếp từ chỗ đang tới</source>
      <translation>Go on from where it should be</translation>
    </message>
    <message>
      <source>Phát muộn cả bài, nếu chưa quá</source>
      <translation>Broadcast all of it late, if no later than</translation>
    </message>
    <message>
      <source>Bỏ qua</source>
      <translation>Skip it</translation>
    </message>
    <message>
      <source>Nhỏ dần rồi dừng đúng giờ</source>
      <translation>Fade out and end on time</translation>
    </message>
    <message>
      <source>Phát hết bài đang phát, thêm nhiều nhất</source>
      <translation>Finish the running item, at most</translation>
    </message>
    <message>
      <source>Phát hết, buổi sau lùi lại</source>
      <translation>Finish everything, push what follows</translation>
    </message>
    <message>
      <source> phút</source>
      <translation> min</translation>
    </message>
    <message>
      <source>Mức</source>
      <translation>Level</translation>
    </message>
    <message>
      <source>Nếu lỡ giờ vì mất điện</source>
      <translation>If missed by a power cut</translation>
    </message>
    <message>
      <source>Nếu dài hơn thời lượng</source>
      <translation>If it is longer than its time</translation>
    </message>
    <message>
      <source>Nếu ngắn hơn thời lượng, lấp bằng</source>
      <translation>If it is shorter than its time, fill with</translation>
    </message>
    <message>
      <source>Âm lượng</source>
      <translation>Volume</translation>
    </message>
    <message>
      <source>Ghi chú</source>
      <translation>Note</translation>
    </message>
    <message>
      <source> giây</source>
      <translation> s</translation>
    </message>
    <message>
      <source>Theo giờ và theo đài</source>
      <translation>By the hour and the station</translation>
    </message>
    <message>
      <source>Mở nguồn tăng âm trước</source>
      <translation>Amplifier on beforehand</translation>
    </message>
  </context>
  <context>
    <name>Special</name>
    <message>
      <source>Thêm ngày đặc biệt</source>
      <translation>Add a special day</translation>
    </message>
    <message>
      <source>Bỏ ngày này</source>
      <translation>Remove this day</translation>
    </message>
    <message>
      <source>Chưa đặt ngày đặc biệt nào</source>
      <translation>No special day yet</translation>
    </message>
    <message>
      <source>Quốc tang: bỏ nhạc và giải trí, vẫn phát tin. Phát chọn lọc: chỉ các khung giờ được chọn. Ngừng phát: chỉ còn phát khẩn cấp.</source>
      <translation>National mourning: no music and entertainment, news goes on. Chosen only: just the chosen slots. Silent: nothing but an emergency.</translation>
    </message>
    <message>
      <source>{first} đến {last}</source>
      <translation>{first} to {last}</translation>
    </message>
    <message>
      <source>Quốc tang, không nhạc, không giải trí</source>
      <translation>National mourning, no music, no entertainment</translation>
    </message>
    <message>
      <source>chỉ phát các khung giờ đã chọn</source>
      <translation>only chosen slots sound</translation>
    </message>
    <message>
      <source>ngừng phát, trừ khẩn cấp</source>
      <translation>silent, except for emergencies</translation>
    </message>
    <message>
      <source>Đã đặt ngày đặc biệt {days}.</source>
      <translation>Special day {days} was laid down.</translation>
    </message>
    <message>
      <source>Bỏ ngày đặc biệt {days}, phát lại như thường</source>
      <translation>Remove the special day {days}, broadcast as usual</translation>
    </message>
    <message>
      <source>Đã bỏ ngày đặc biệt {days}.</source>
      <translation>Special day {days} was removed.</translation>
    </message>
    <message>
      <source>Lịch thường ngày vẫn giữ nguyên, hết ngày này lại phát như cũ.</source>
      <translation>The ordinary timetable stays; after these days it sounds as before.</translation>
    </message>
    <message>
      <source>Xem sẽ đổi gì</source>
      <translation>See what changes</translation>
    </message>
    <message>
      <source>Không có nhạc hiệu nào</source>
      <translation>No signal tune</translation>
    </message>
    <message>
      <source>Từ ngày</source>
      <translation>From</translation>
    </message>
    <message>
      <source>Đến hết ngày</source>
      <translation>Until the end of</translation>
    </message>
    <message>
      <source>Ngày này thế nào</source>
      <translation>What holds</translation>
    </message>
    <message>
      <source>Nhạc hiệu thay bằng</source>
      <translation>Signal tune replaced by</translation>
    </message>
    <message>
      <source>ví dụ Thông báo số 12/TB-UBND</source>
      <translation>such as Notice 12/TB-UBND</translation>
    </message>
    <message>
      <source>Theo văn bản nào</source>
      <translation>Under which paper</translation>
    </message>
    <message>
      <source>Người quyết định</source>
      <translation>Decided by</translation>
    </message>
    <message>
      <source>Ngày đặc biệt</source>
      <translation>Special days</translation>
    </message>
  </context>
  <context>
    <name>Trial</name>
    <message>
      <source>Lý do, nếu cần ghi lại</source>
      <translation>Reason, if it should be kept</translation>
    </message>
    <message>
      <source>Lý do</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>Giữ thay đổi</source>
      <translation>Keep the change</translation>
    </message>
    <message>
      <source>Thôi</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>Đang tính bảy ngày tới</source>
      <translation>Working out seven days</translation>
    </message>
    <message>
      <source>Thử trước khi giữ</source>
      <translation>Try before keeping</translation>
    </message>
  </context>
  <context>
    <name>Checkup</name>
    <message>
      <source>Kiểm tra máy</source>
      <translation>Check this computer</translation>
    </message>
    <message>
      <source>Kiểm tra lại</source>
      <translation>Check again</translation>
    </message>
    <message>
      <source>Chép kết quả</source>
      <translation>Copy the findings</translation>
    </message>
    <message>
      <source>Đóng</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>Đang kiểm tra</source>
      <translation>Checking</translation>
    </message>
    <message>
      <source>Xem</source>
      <translation>See</translation>
    </message>
    <message>
      <source>Đã chép</source>
      <translation>Copied</translation>
    </message>
    <message>
      <source>Mọi thứ đều tốt</source>
      <translation>Everything is well</translation>
    </message>
    <message>
      <source>Chạy bộ phát</source>
      <translation>Start playout</translation>
    </message>
    <message>
      <source>{n} việc cần xem</source>
      <translation>{n} things to see to</translation>
    </message>
    <message>
      <source>Bộ phát chưa chạy: loa sẽ im cho đến khi bộ phát chạy.</source>
      <translation>Playout does not run: the loudspeakers are silent until it does.</translation>
    </message>
  </context>
  <context>
    <name>Tray</name>
    <message>
      <source>Không có gì đang phát</source>
      <translation>Nothing is on air</translation>
    </message>
    <message>
      <source>Đang hỏi bộ phát</source>
      <translation>Asking playout</translation>
    </message>
    <message>
      <source>Bàn phát thanh vẫn ở đây</source>
      <translation>The desk is still here</translation>
    </message>
    <message>
      <source>Bộ phát vẫn chạy. Bấm biểu tượng này để mở lại.</source>
      <translation>Playout goes on. Press this icon to open the desk again.</translation>
    </message>
    <message>
      <source>Bộ phát không trả lời, loa sẽ im</source>
      <translation>Playout does not answer, the loudspeakers will be silent</translation>
    </message>
    <message>
      <source>{n} việc cần xem</source>
      <translation>{n} things to see to</translation>
    </message>
    <message>
      <source>Đài cần người xem</source>
      <translation>The station needs a person</translation>
    </message>
    <message>
      <source>Đang phát: {title}</source>
      <translation>On air: {title}</translation>
    </message>
    <message>
      <source>Mở bàn phát thanh</source>
      <translation>Open the desk</translation>
    </message>
    <message>
      <source>Đóng hẳn, bộ phát vẫn chạy</source>
      <translation>Close for good, playout goes on</translation>
    </message>
  </context>
  <context>
    <name>Message</name>
    <message>
      <source>Đóng thông báo</source>
      <translation>Close the message</translation>
    </message>
  </context>
  <context>
    <name>TimetableFiles</name>
    <message>
      <source>{what}. {n} mục không nhận được: {why}</source>
      <translation>{what}. {n} items cannot be taken: {why}</translation>
    </message>
    <message>
      <source>Nhận khung giờ từ tệp lịch (ICS)</source>
      <translation>Take slots from a calendar file (ICS)</translation>
    </message>
    <message>
      <source>lich-phat</source>
      <translation>timetable</translation>
    </message>
    <message>
      <source>Nhận {n} khung giờ từ {name}</source>
      <translation>Take {n} slots from {name}</translation>
    </message>
    <message>
      <source>Đã nhận {n} khung giờ.</source>
      <translation>{n} slots were taken.</translation>
    </message>
    <message>
      <source>In và xuất</source>
      <translation>Print and export</translation>
    </message>
    <message>
      <source>Lưu lịch phát</source>
      <translation>Save the timetable</translation>
    </message>
    <message>
      <source>Chọn tệp lịch</source>
      <translation>Choose a calendar file</translation>
    </message>
    <message>
      <source>In tuần này để ký duyệt (PDF)</source>
      <translation>Print this week to be signed (PDF)</translation>
    </message>
    <message>
      <source>Bảng tính của tuần này (XLSX)</source>
      <translation>Spreadsheet of this week (XLSX)</translation>
    </message>
    <message>
      <source>Cả lịch phát, cho lịch điện thoại (ICS)</source>
      <translation>The whole timetable, for calendars (ICS)</translation>
    </message>
  </context>
  <context>
    <name>Outages</name>
    <message>
      <source>mất điện hoặc máy tắt từ {since} đến {until}</source>
      <translation>power cut or computer off from {since} to {until}</translation>
    </message>
  </context>
</TS>
